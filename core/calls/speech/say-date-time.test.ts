import { describe, expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { sayDate, sayDateTime, sayTime, weekdayName } from './index.ts'

const zone = 'Europe/Berlin'
const at = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
const now = at('2026-06-01T09:00')

describe('An instant read aloud', () => {
  const tuesday = at('2026-11-24T14:30')

  test('names weekday, day and time in German, as a name or as an answer to "when?"', () => {
    const request = { at: tuesday, zone, language: 'de', now } as const
    expect(sayDateTime(request)).toBe('Dienstag, der 24. November um 14 Uhr 30')
    expect(sayDateTime({ ...request, form: 'dative' })).toBe('am Dienstag, dem 24. November, um 14 Uhr 30')
    expect(sayDateTime({ ...request, form: 'accusative' })).toBe('Dienstag, den 24. November, um 14 Uhr 30')
  })

  test('names weekday, day and time in English', () => {
    const request = { at: tuesday, zone, language: 'en', now } as const
    expect(sayDateTime(request)).toBe('Tuesday, November 24th at 2:30 PM')
    expect(sayDateTime({ ...request, form: 'dative' })).toBe('on Tuesday, November 24th at 2:30 PM')
    expect(sayDateTime({ ...request, form: 'accusative' })).toBe('Tuesday, November 24th at 2:30 PM')
  })

  test('names the year only where it is another one at the location', () => {
    const newYear = at('2027-01-01T00:30')
    expect(sayDateTime({ at: newYear, zone, language: 'de', now })).toBe(
      'Freitag, der 1. Januar 2027 um 0 Uhr 30',
    )
    expect(sayDateTime({ at: newYear, zone: 'America/New_York', language: 'en', now })).toBe(
      'Thursday, December 31st at 6:30 PM',
    )
  })

  test('says which of two equal times is meant when the clocks go back', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30)
    const said = (instant: number) => sayDateTime({ at: instant, zone, language: 'de', now })
    expect(said(first)).toBe('Sonntag, der 25. Oktober um 2 Uhr 30 nachts vor der Zeitumstellung')
    expect(said(first + 3_600_000)).toBe(
      'Sonntag, der 25. Oktober um 2 Uhr 30 nachts nach der Zeitumstellung',
    )
    expect(said(first + 2 * 3_600_000)).toBe('Sonntag, der 25. Oktober um 3 Uhr 30 nachts')
  })

  test('the day alone and the weekday alone are those of the location', () => {
    const late = at('2026-11-24T23:30')
    expect(sayDate({ at: late, zone, language: 'de', now })).toBe('Dienstag, der 24. November')
    expect(sayDate({ at: late, zone: 'Asia/Kolkata', language: 'en', now })).toBe('Wednesday, November 25th')
    expect(weekdayName({ at: late, zone, language: 'de' })).toBe('Dienstag')
    expect(weekdayName({ at: late, zone: 'Asia/Kolkata', language: 'en' })).toBe('Wednesday')
  })

  test.each([
    ['2026-06-11', 'Thursday, June 11th'],
    ['2026-06-21', 'Sunday, June 21st'],
    ['2026-06-22', 'Monday, June 22nd'],
    ['2026-06-13', 'Saturday, June 13th'],
    ['2026-06-23', 'Tuesday, June 23rd'],
  ])('the ordinal of %s is right', (date, said) =>
    expect(sayDate({ at: at(`${date}T12:00`), zone, language: 'en', now })).toBe(said),
  )
})

describe('A clock time read aloud', () => {
  test.each([
    ['09:00', '9 Uhr', '9 AM'],
    ['09:05', '9 Uhr 5', '9:05 AM'],
    ['12:00', '12 Uhr', 'noon'],
    ['12:30', '12 Uhr 30', '12:30 PM'],
    ['00:00', '0 Uhr', 'midnight'],
    ['24:00', '24 Uhr', 'midnight'],
    ['00:15', '0 Uhr 15', '12:15 AM'],
    ['05:30', '5 Uhr 30 früh', '5:30 AM'],
    ['23:45', '23 Uhr 45', '11:45 PM'],
  ])('%s is "%s" and "%s"', (time, german, english) => {
    expect(sayTime(time, 'de')).toBe(german)
    expect(sayTime(time, 'en')).toBe(english)
  })
})
