import { describe, expect, test } from '@jest/globals'
import { HubError } from '../platform/errors.ts'
import { closedHolidays, holidayRegions, holidaysOf, requireHolidayRules } from './public-holidays.ts'

const in2026 = (holidayRegion: string | null, ...holidaysOpen: string[]) =>
  closedHolidays({ holidayRegion, holidaysOpen }, { first: 2026, last: 2026 })
const datesOf = (...args: Parameters<typeof in2026>) => in2026(...args).map(({ date }) => date)

describe('public holidays', () => {
  test.each<[region: string, date: string, german: string, english: string]>([
    ['DE-BE', '2026-10-03', 'Tag der Deutschen Einheit', 'National Holiday'],
    ['AT', '2026-10-26', 'Nationalfeiertag', 'National Holiday'],
    ['US-CA', '2026-07-04', 'Unabhängigkeitstag', 'Independence Day'],
  ])('%s has one on %s, named in both languages', (region, date, de, en) => {
    expect(in2026(region)).toContainEqual({ date, name: { de, en } })
  })

  test('differ from state to state', () => {
    expect(datesOf('DE-BE')).toContain('2026-03-08')
    expect(datesOf('DE-BY')).not.toContain('2026-03-08')
    expect(datesOf('DE-BY')).toContain('2026-01-06')
    expect(datesOf('DE-BY-A')).toContain('2026-08-08')
  })

  test('are only those on which business rests: no observances, and no half days', () => {
    expect(datesOf('DE-BE')).toHaveLength(10)
    expect(datesOf('DE-BE')).not.toContain('2026-12-24')
  })

  test('of several years come in order', () => {
    const all = closedHolidays({ holidayRegion: 'AT', holidaysOpen: [] }, { first: 2026, last: 2027 })
    const dates = all.map(({ date }) => date)
    expect(dates).toEqual(dates.toSorted())
    expect(dates).toEqual(expect.arrayContaining(['2026-10-26', '2027-10-26']))
  })

  test('are opened by name, in either language and every year, or by date', () => {
    expect(datesOf('DE-BE', 'national holiday', '2026-12-26')).toEqual(
      datesOf('DE-BE').filter((date) => date !== '2026-10-03' && date !== '2026-12-26'),
    )
  })

  test('are none without a region', () => {
    expect(in2026(null)).toEqual([])
  })
})

describe('rules', () => {
  const problem = (holidayRegion: string | null, ...holidaysOpen: string[]): HubError => {
    try {
      requireHolidayRules({ holidayRegion, holidaysOpen }, 2026)
    } catch (error) {
      if (error instanceof HubError) return error
    }
    throw new Error('they are accepted')
  }

  test.each([
    ['DE', []],
    ['DE-BY-A', ['Augsburger Friedensfest', 'Karfreitag', '2027-01-06']],
    ['AT-9', ['National Holiday', 'ostermontag']],
    [null, ['2026-10-03']],
  ])('%s with %j are accepted', (holidayRegion, holidaysOpen) => {
    expect(() => requireHolidayRules({ holidayRegion, holidaysOpen }, 2026)).not.toThrow()
  })

  test.each<[string, object]>([
    ['XX', { region: 'DE', name: 'Germany' }],
    ['DE-XX', { region: 'DE-BE', name: 'Berlin' }],
    ['DE-BY-XX', { region: 'DE-BY-A', name: 'Stadt Augsburg' }],
  ])('%s is refused with what there is', (region, one) => {
    expect(problem(region)).toMatchObject({ code: 'invalid' })
    expect(problem(region).extra?.regions).toContainEqual(one)
  })

  test.each(['MC-01', 'DE-BE-X', 'DE-BY-A-X'])('%s, where there is nothing finer, is refused', (region) => {
    expect(problem(region).extra?.regions).toEqual([])
  })

  test('a holiday that the region does not have is refused with those that it has', () => {
    expect(problem('DE-BE', 'Thanksgiving').extra?.holidays).toContain('Tag der Deutschen Einheit')
    expect(problem(null, 'Karfreitag').extra?.holidays).toEqual([])
    expect(problem('DE-BE', '2026-13-01')).toMatchObject({ code: 'invalid' })
  })
})

test('a year says which of its holidays the location opens on: on one date, or every year by name', () => {
  const rules = { holidayRegion: 'DE-BE', holidaysOpen: ['2026-05-01', 'Christi Himmelfahrt'] }
  const open = (year: number) =>
    holidaysOf(rules, year)
      .filter(({ openBy }) => openBy !== null)
      .map(({ name, openBy }) => [name.en, openBy])
  expect(open(2026)).toEqual([
    ['Labour Day', 'date'],
    ['Ascension Day', 'name'],
  ])
  expect(open(2027)).toEqual([['Ascension Day', 'name']])
  expect(holidaysOf({ ...rules, holidayRegion: null }, 2026)).toEqual([])
})

test('regions are countries, and what is within them, as holiday_region takes them', () => {
  expect(holidayRegions('', 'de')).toContainEqual({ region: 'DE', name: 'Deutschland' })
  expect(holidayRegions('DE', 'de')).toContainEqual({ region: 'DE-BE', name: 'Berlin' })
  expect(holidayRegions('XX', 'en')).toEqual([])
})
