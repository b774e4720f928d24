import { describe, expect, test } from '@jest/globals'
import { dayNumber } from './local-date.ts'
import { BERLIN, everyDay, read } from './testing/sample-request.ts'
import { breakTimes, type Hours, openWindows } from './working-hours.ts'
import { zoneOffsets } from './zone-offsets.ts'

function openOn(first: string, last: string, hours: Hours, zone = BERLIN): string[] {
  const days = { first: dayNumber(first), last: dayNumber(last) }
  return openWindows(hours, zoneOffsets(zone), days).map(
    ({ start, end }) => `${read(start, zone)} to ${read(end, zone)}`,
  )
}

describe('on ordinary dates', () => {
  test('each weekday has its own windows, and one without any is closed', () => {
    const weekly = { 1: [{ start: 540, end: 720 }], 3: [{ start: 600, end: 660 }] }
    expect(openOn('2027-03-01', '2027-03-07', { weekly })).toEqual([
      '2027-03-01T09:00 to 2027-03-01T12:00',
      '2027-03-03T10:00 to 2027-03-03T11:00',
    ])
  })

  test('windows of one date that touch or overlap are one, in any order', () => {
    expect(openOn('2027-03-01', '2027-03-01', { weekly: everyDay([12, 15], [9, 12], [14, 16]) })).toEqual([
      '2027-03-01T09:00 to 2027-03-01T16:00',
    ])
  })

  test('an override replaces the weekly hours, a holiday closes, an override on a holiday opens', () => {
    const hours = {
      weekly: everyDay([9, 12]),
      holidays: ['2027-03-02', '2027-03-03'],
      overrides: [
        { date: '2027-03-01', windows: [] },
        { date: '2027-03-03', windows: [{ start: 780, end: 840 }] },
      ],
    }
    expect(openOn('2027-03-01', '2027-03-04', hours)).toEqual([
      '2027-03-03T13:00 to 2027-03-03T14:00',
      '2027-03-04T09:00 to 2027-03-04T12:00',
    ])
  })

  test('no weekly hours means all day, each date on its own', () => {
    expect(openOn('2027-03-01', '2027-03-02', { weekly: null })).toEqual([
      '2027-03-01T00:00 to 2027-03-02T00:00',
      '2027-03-02T00:00 to 2027-03-03T00:00',
    ])
  })
})

describe('breaks', () => {
  const breaksOn = (first: string, last: string, hours: Hours): string[] =>
    breakTimes(hours, zoneOffsets(BERLIN), { first: dayNumber(first), last: dayNumber(last) }).map(
      ({ start, end }) => `${read(start)} to ${read(end)}`,
    )

  test('are each weekday’s own, except on a date with hours of its own and on a holiday', () => {
    const hours = {
      weekly: everyDay([9, 18]),
      breaks: everyDay([12, 13]),
      holidays: ['2027-03-02'],
      overrides: [{ date: '2027-03-03', windows: [{ start: 540, end: 1080 }] }],
    }
    expect(breaksOn('2027-03-01', '2027-03-04', hours)).toEqual([
      '2027-03-01T12:00 to 2027-03-01T13:00',
      '2027-03-04T12:00 to 2027-03-04T13:00',
    ])
  })

  test('that touch or overlap are one, over midnight too', () => {
    const hours = { weekly: everyDay([0, 24]), breaks: everyDay([12, 13], [12.5, 14], [23, 24.5]) }
    expect(breaksOn('2027-03-01', '2027-03-02', hours)).toEqual([
      '2027-03-01T12:00 to 2027-03-01T14:00',
      '2027-03-01T23:00 to 2027-03-02T00:30',
      '2027-03-02T12:00 to 2027-03-02T14:00',
      '2027-03-02T23:00 to 2027-03-03T00:30',
    ])
  })

  test('are no gap in the hours', () => {
    const hours = { weekly: everyDay([9, 12]), breaks: everyDay([10, 11]) }
    expect(openOn('2027-03-01', '2027-03-01', hours)).toEqual(['2027-03-01T09:00 to 2027-03-01T12:00'])
  })
})

describe('past midnight', () => {
  test('a window may run into the next date', () => {
    expect(openOn('2027-03-01', '2027-03-01', { weekly: everyDay([18, 26]) })).toEqual([
      '2027-03-01T18:00 to 2027-03-02T02:00',
    ])
  })

  test('the next date takes over where its own hours begin, and what lies between them stays in order', () => {
    const weekly = {
      1: [{ start: 1200, end: 1440 + 180 }],
      2: [
        { start: 0, end: 60 },
        { start: 120, end: 150 },
      ],
    }
    expect(openOn('2027-03-01', '2027-03-02', { weekly })).toEqual([
      '2027-03-01T20:00 to 2027-03-02T00:00',
      '2027-03-02T00:00 to 2027-03-02T01:00',
      '2027-03-02T01:00 to 2027-03-02T02:00',
      '2027-03-02T02:00 to 2027-03-02T02:30',
      '2027-03-02T02:30 to 2027-03-02T03:00',
    ])
  })
})

describe('when clocks change', () => {
  test('nine to five stays nine to five', () => {
    const hours = { weekly: everyDay([9, 17]) }
    expect(openOn('2027-03-28', '2027-03-28', hours)).toEqual(['2027-03-28T09:00 to 2027-03-28T17:00'])
    expect(openOn('2027-03-14', '2027-03-14', hours, 'America/Los_Angeles')).toEqual([
      '2027-03-14T09:00 to 2027-03-14T17:00',
    ])
  })

  test('an opening within the missing hour is moved on, and hours that lie all within it and its end are empty', () => {
    expect(openOn('2027-03-28', '2027-03-28', { weekly: everyDay([2.5, 6]) })).toEqual([
      '2027-03-28T03:30 to 2027-03-28T06:00',
    ])
    expect(openOn('2027-03-28', '2027-03-28', { weekly: everyDay([2, 3]) })).toEqual([])
  })

  test('a date the zone left out has no hours, and its neighbours have only their own', () => {
    const weekly = {
      4: [{ start: 540, end: 600 }],
      5: [{ start: 600, end: 660 }],
      6: [{ start: 660, end: 720 }],
    }
    expect(openOn('2011-12-29', '2011-12-31', { weekly }, 'Pacific/Apia')).toEqual([
      '2011-12-29T09:00 to 2011-12-29T10:00',
      '2011-12-31T11:00 to 2011-12-31T12:00',
    ])
  })
})

test('an override for a date no calendar has is refused', () => {
  const hours = { weekly: null, overrides: [{ date: '2027-02-30', windows: [] }] }
  expect(() => openOn('2027-03-01', '2027-03-01', hours)).toThrow(RangeError)
})
