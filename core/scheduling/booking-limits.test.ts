import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { type BookedStart, countedRange, fullPeriods, holdsBeyond, periodAround } from './booking-limits.ts'
import type { LimitPeriod } from './reached-limit.ts'
import { at, BERLIN, read } from './testing/sample-request.ts'
import { zoneOffsets } from './zone-offsets.ts'

const clock = zoneOffsets(BERLIN)
const booked = (...starts: string[]) =>
  starts.map((start, i) => ({ start: at(start), appointmentId: `${i}`, heldUntil: null }))
const said = ({ start, end }: { start: number; end: number }) => `${read(start)} to ${read(end)}`

describe('a period', () => {
  test.each<[LimitPeriod, string, string]>([
    ['day', '2027-03-28T00:00', '2027-03-28T00:00 to 2027-03-29T00:00'],
    ['week', '2027-03-28T23:59', '2027-03-22T00:00 to 2027-03-29T00:00'],
    ['week', '2027-03-29T00:00', '2027-03-29T00:00 to 2027-04-05T00:00'],
    ['month', '2027-12-31T23:59', '2027-12-01T00:00 to 2028-01-01T00:00'],
    ['month', '2028-02-29T12:00', '2028-02-01T00:00 to 2028-03-01T00:00'],
    ['month', '9999-11-30T12:00', '9999-11-01T00:00 to 9999-12-01T00:00'],
  ])('is the %s on the wall around %s', (per, moment, expected) => {
    expect(said(periodAround(per, at(moment), clock))).toBe(expected)
  })

  test('is what Temporal makes of it, in any zone', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2025-01-01T00:00'), max: at('2029-01-01T00:00') }),
        fc.constantFrom<LimitPeriod>('day', 'week', 'month'),
        (zone, minute, per) => {
          const date = Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
            .toZonedDateTimeISO(zone)
            .toPlainDate()
          const first = {
            day: date,
            week: date.subtract({ days: date.dayOfWeek - 1 }),
            month: date.with({ day: 1 }),
          }[per]
          const ends = [first, first.add({ [`${per}s`]: 1 })].map(
            (each) => each.toZonedDateTime(zone).epochMilliseconds / 60_000,
          )
          const { start, end } = periodAround(per, minute, zoneOffsets(zone))
          expect([start, end]).toEqual(ends)
        },
      ),
    )
  })
})

describe('limits', () => {
  const monday = booked('2027-03-01T09:00', '2027-03-01T23:30', '2027-03-07T10:00')

  test('each close the periods in which they are reached', () => {
    const of = 'resource' as const
    const full = fullPeriods({ of, limits: { perDay: 2, perWeek: 3, perMonth: 4 } }, monday, clock)
    expect(full.map((period) => [said(period), period.code, period.limit])).toEqual([
      ['2027-03-01T00:00 to 2027-03-02T00:00', 'limit_reached', { of, per: 'day', most: 2 }],
      ['2027-03-01T00:00 to 2027-03-08T00:00', 'limit_reached', { of, per: 'week', most: 3 }],
    ])
  })

  test('none close nothing', () => {
    expect(fullPeriods({ of: 'customer', limits: {} }, monday, clock)).toEqual([])
  })

  test('with a hold among what counts may be over when it runs out', () => {
    const held = monday.map((each, i) => ({
      ...each,
      heldUntil: i === 0 ? null : at('2027-02-28T12:00') + i,
    }))
    const [full] = fullPeriods({ of: 'resource', limits: { perDay: 2 } }, held, clock)
    expect(full?.heldUntil).toBe(at('2027-02-28T12:01'))
  })

  test('count a class once, until the last that takes part may be gone', () => {
    const start = at('2027-03-01T09:00')
    const yoga = [0, 1].map((i) => ({
      start,
      classId: 'yoga',
      appointmentId: `${i}`,
      heldUntil: at('2027-02-28T12:00') + i,
    }))
    const full = (most: number, ...more: BookedStart[]) =>
      fullPeriods({ of: 'resource', limits: { perDay: most } }, [...yoga, ...more], clock)
    expect(full(2)).toEqual([])
    expect(full(1)).toMatchObject([{ heldUntil: at('2027-02-28T12:01') }])
    expect(full(2, { start, appointmentId: '2' })).toHaveLength(1)
    const joining = { start, classId: 'yoga', booked: yoga, own: ['0'] }
    expect(holdsBeyond({ perDay: 1 }, joining, clock)).toEqual([])
    const other = { ...joining, classId: 'pilates' }
    expect(holdsBeyond({ perDay: 1 }, other, clock)).toEqual([])
    expect(holdsBeyond({ perDay: 1 }, { ...other, own: ['0', '1'] }, clock)).toEqual(['0', '1'])
  })

  test('count whole periods around the range asked about', () => {
    const range = { start: at('2027-03-31T09:00'), end: at('2027-03-31T10:00') }
    expect(said(countedRange([{ perDay: 1 }], range, clock))).toBe('2027-03-31T00:00 to 2027-04-01T00:00')
    expect(said(countedRange([{ perDay: 1, perWeek: 5 }, { perMonth: 9 }], range, clock))).toBe(
      '2027-03-01T00:00 to 2027-04-05T00:00',
    )
  })

  test('name the own holds that stand in the way of one more, and only those', () => {
    const wanted = { start: at('2027-03-01T12:00'), classId: null, booked: monday, own: ['1', '2'] }
    expect(holdsBeyond({ perDay: 2 }, wanted, clock)).toEqual(['1'])
    expect(holdsBeyond({ perDay: 3, perWeek: 3 }, wanted, clock)).toEqual(['1', '2'])
    expect(holdsBeyond({ perDay: 3 }, wanted, clock)).toEqual([])
    expect(holdsBeyond({ perDay: 2 }, { ...wanted, start: at('2027-03-02T12:00') }, clock)).toEqual([])
  })
})

test('the last month with a year of four digits ends like any other', () => {
  const { start, end } = periodAround('month', at('9999-12-31T12:00'), clock)
  expect(end - start).toBe(31 * 1_440)
})
