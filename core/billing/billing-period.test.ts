import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  type BillingAnchor,
  calendarShare,
  nextPeriod,
  periodAt,
  periodContaining,
} from './billing-period.ts'

const anchor = (date: string, timeZone = 'Europe/Berlin', months = 1): BillingAnchor => ({
  date,
  timeZone,
  months,
})
const at = (text: string): number => Temporal.ZonedDateTime.from(text).epochMilliseconds
const starts = (from: BillingAnchor, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    Temporal.Instant.fromEpochMilliseconds(periodAt(from, index).start)
      .toZonedDateTimeISO(from.timeZone)
      .toString({ timeZoneName: 'never' }),
  )

describe('months step from the true anchor', () => {
  test('the 31st is the last day of short months and comes back', () => {
    expect(starts(anchor('2026-01-31'), 5)).toEqual([
      '2026-01-31T00:00:00+01:00',
      '2026-02-28T00:00:00+01:00',
      '2026-03-31T00:00:00+02:00',
      '2026-04-30T00:00:00+02:00',
      '2026-05-31T00:00:00+02:00',
    ])
  })

  test('a start on 28 February stays on the 28th', () => {
    expect(starts(anchor('2027-02-28', 'UTC'), 3).map((text) => text.slice(0, 10))).toEqual([
      '2027-02-28',
      '2027-03-28',
      '2027-04-28',
    ])
  })

  test('29 February comes back in leap years', () => {
    expect(starts(anchor('2028-02-29', 'UTC', 12), 5).map((text) => text.slice(0, 10))).toEqual([
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ])
  })

  test('quarters of the 30th of November pass through February', () => {
    expect(starts(anchor('2026-11-30', 'UTC', 3), 3).map((text) => text.slice(0, 10))).toEqual([
      '2026-11-30',
      '2027-02-28',
      '2027-05-30',
    ])
  })
})

describe('the period of an instant', () => {
  test('begins with its first instant and does not hold its end', () => {
    const march = periodAt(anchor('2026-03-01'), 0)
    expect(periodContaining(anchor('2026-01-01'), march.start)).toEqual(march)
    expect(periodContaining(anchor('2026-01-01'), march.end - 1)).toEqual(march)
    expect(periodContaining(anchor('2026-01-01'), march.end)).toEqual(nextPeriod(anchor('2026-01-01'), march))
  })

  test('is the billed zone’s: one instant, two months', () => {
    const instant = at('2026-05-01T01:00:00[Europe/Berlin]')
    const startIn = (zone: string) => periodContaining(anchor('2026-01-01', zone), instant).start
    expect(startIn('Europe/Berlin')).toBe(at('2026-05-01T00:00:00[Europe/Berlin]'))
    expect(startIn('America/New_York')).toBe(at('2026-04-01T00:00:00[America/New_York]'))
  })

  test('a day without a midnight begins when the clocks have jumped', () => {
    const period = periodAt(anchor('2026-09-06', 'America/Santiago'), 0)
    expect(period.start).toBe(at('2026-09-06T01:00:00[America/Santiago]'))
  })

  test('where midnight came twice, the repeated hour belongs to the new period', () => {
    const from = anchor('2009-01-01', 'America/St_Johns')
    const november = periodContaining(from, at('2009-11-10T12:00:00[America/St_Johns]'))
    const repeatedEvening = november.start + 30 * 60_000
    const { month } =
      Temporal.Instant.fromEpochMilliseconds(repeatedEvening).toZonedDateTimeISO('America/St_Johns')
    expect(month).toBe(10)
    expect(periodContaining(from, repeatedEvening)).toEqual(november)
  })

  test('what is no period of the anchor has no next one', () => {
    const from = anchor('2026-01-01')
    const { start, end } = periodAt(from, 0)
    expect(() => nextPeriod(from, { start: start + 1, end })).toThrow(RangeError)
    expect(() => nextPeriod(from, { start, end: end + 1 })).toThrow(RangeError)
  })

  test.each([
    [anchor('2026-02-30')],
    [anchor('2026-01-01', 'Mars/Base')],
    [anchor('2026-01-01', 'UTC', 0)],
    [anchor('2026-01-01', 'UTC', 1.5)],
  ])('the anchor %j is refused', (bad) => {
    expect(() => periodContaining(bad, 0)).toThrow(RangeError)
  })
})

const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
)
const days = fc.date({ min: new Date('2005-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
const anchors = fc.record({
  date: days.map((date) => date.toISOString().slice(0, 10)),
  timeZone: zones,
  months: fc.constantFrom(1, 2, 3, 6, 12),
})
const instants = days.map((date) => date.getTime())

describe('for any anchor, zone and instant', () => {
  test('exactly one period holds the instant, and its neighbours touch it', () => {
    fc.assert(
      fc.property(anchors, instants, (from, instant) => {
        const period = periodContaining(from, instant)
        expect(period.start <= instant && instant < period.end).toBe(true)
        const next = nextPeriod(from, period)
        expect(next.start).toBe(period.end)
        expect(next.end).toBeGreaterThan(next.start)
        expect(periodContaining(from, period.end)).toEqual(next)
        expect(nextPeriod(from, periodContaining(from, period.start - 1))).toEqual(period)
      }),
    )
  })

  test('instants around the boundary itself are placed, to the millisecond', () => {
    const minutesAround = fc.integer({ min: -90, max: 90 })
    fc.assert(
      fc.property(anchors, fc.integer({ min: -60, max: 60 }), minutesAround, (from, index, minutes) => {
        const boundary = periodAt(from, index).start
        const expected = periodAt(from, minutes < 0 ? index - 1 : index)
        expect(periodContaining(from, boundary + minutes * 60_000)).toEqual(expected)
      }),
    )
  })

  test('the shares of a period cut anywhere add up to the whole', () => {
    fc.assert(
      fc.property(anchors, instants, fc.double({ min: 0, max: 1, noNaN: true }), (from, instant, cut) => {
        const whole = periodContaining(from, instant)
        const middle = Math.floor(whole.start + (whole.end - whole.start) * cut)
        const share = (start: number, end: number) => calendarShare(whole, { start, end }, from.timeZone)
        expect(share(whole.start, middle).days + share(middle, whole.end).days).toBe(
          share(whole.start, whole.end).of,
        )
      }),
    )
  })
})

describe('shares by calendar days', () => {
  const berlin = 'Europe/Berlin'
  const share = (period: string, from: string, to: string) =>
    calendarShare(
      periodAt(anchor(period), 0),
      { start: at(`${from}[${berlin}]`), end: at(`${to}[${berlin}]`) },
      berlin,
    )

  test.each([
    ['the month of the 23-hour day', '2026-03-01', '2026-03-29T00:00', '2026-04-01T00:00', 3, 31],
    ['the month of the 25-hour day', '2026-10-01', '2026-10-25T00:00', '2026-11-01T00:00', 7, 31],
    ['all of February', '2026-02-01', '2026-02-01T00:00', '2026-03-01T00:00', 28, 28],
    ['a start in the afternoon counts its day', '2026-04-01', '2026-04-10T15:00', '2026-05-01T00:00', 21, 30],
    ['an end in the afternoon leaves its day', '2026-04-01', '2026-04-01T00:00', '2026-04-10T15:00', 9, 30],
    ['nothing', '2026-04-01', '2026-04-10T00:00', '2026-04-10T00:00', 0, 30],
  ])('%s', (_, period, from, to, part, of) => {
    expect(share(period, from, to)).toEqual({ days: part, of })
  })

  test('a part that reaches out of its period, or runs backwards, is refused', () => {
    expect(() => share('2026-04-01', '2026-03-31T00:00', '2026-04-02T00:00')).toThrow(RangeError)
    expect(() => share('2026-04-01', '2026-04-05T00:00', '2026-05-02T00:00')).toThrow(RangeError)
    expect(() => share('2026-04-01', '2026-04-05T00:00', '2026-04-04T00:00')).toThrow(RangeError)
  })
})
