import { describe, expect, test } from '@jest/globals'
import { alternatives, alternativesRange } from './alternatives.ts'
import { findSlots } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { explainRefusal } from './conflict-resolver.ts'
import type { Service } from './service.ts'
import { explainStart } from './start-explanation.ts'
import { at, CUT, everyDay, read, sampleRequest } from './testing/sample-request.ts'

/** Friday evening. */
const FRIDAY = at('2027-02-26T18:00')
const { 6: _, 7: __, ...weekdays } = everyDay([8, 20])
const OPEN_ON_WEEKDAYS = { id: 'salon', zone: 'Europe/Berlin', hours: weekdays }

const within = (service: Partial<Service>, more: Partial<AvailabilityRequest> = {}) =>
  sampleRequest({
    service: { ...CUT, ...service },
    location: OPEN_ON_WEEKDAYS,
    from: FRIDAY,
    to: at('2027-03-14T00:00'),
    now: FRIDAY,
    ...more,
  })
const datesOf = (request: AvailabilityRequest) => [
  ...new Set(findSlots(request).slots.map(({ start }) => read(start).slice(5, 10))),
]

describe('business days', () => {
  const two = { bookingWindow: { kind: 'business_days' as const, days: 2 } }

  test('are today and so many dates after it on which the location opens, to the end of the last', () => {
    expect(datesOf(within(two))).toEqual(['03-01', '03-02'])
    expect(datesOf(within(two, { now: at('2027-02-28T23:59') }))).toEqual(['03-01', '03-02'])
    expect(datesOf(within(two, { now: at('2027-03-01T00:00') }))).toEqual(['03-01', '03-02', '03-03'])
  })

  test('leave out a holiday and count a Saturday that is opened', () => {
    const location = {
      ...OPEN_ON_WEEKDAYS,
      holidays: ['2027-03-01'],
      overrides: [{ date: '2027-02-27', windows: [{ start: 540, end: 720 }] }],
    }
    expect(datesOf(within(two, { location }))).toEqual(['02-27', '03-02'])
  })

  test('last until midnight, when they are counted anew', () => {
    const { validUntil } = findSlots(within(two, { from: at('2027-03-02T00:00') }))
    expect(read(validUntil ?? 0)).toBe('2027-02-27T00:00')
  })

  test('refuse what lies behind them as too far, with the instant a start must lie before', () => {
    expect(explainRefusal(within(two), at('2027-03-03T09:00'))).toEqual({
      code: 'too_far',
      before: at('2027-03-03T00:00'),
    })
  })

  test('end somewhere even where the location never opens again', () => {
    const request = within(two, { location: { ...OPEN_ON_WEEKDAYS, hours: {} } })
    expect(findSlots(request).slots).toEqual([])
    expect(explainRefusal(request, at('2032-03-03T09:00'))).toMatchObject({ code: 'too_far' })
  })
})

describe.each<[what: string, service: Partial<Service>]>([
  ['a fixed window', { bookingWindow: { kind: 'fixed', from: '2027-03-03', to: '2027-03-04' } }],
  ['the service’s own dates', { activeFrom: '2027-03-03', activeUntil: '2027-03-04' }],
  [
    'both together',
    {
      bookingWindow: { kind: 'fixed', from: '2027-01-01', to: '2027-03-04' },
      activeFrom: '2027-03-03',
      activeUntil: '2028-01-01',
    },
  ],
])('%s', (_what, service) => {
  test('includes its first and its last date', () => {
    expect(datesOf(within(service))).toEqual(['03-03', '03-04'])
  })

  test('refuses what lies before as too soon and what lies behind as too far', () => {
    expect(explainRefusal(within(service), at('2027-03-02T09:00'))).toEqual({
      code: 'too_soon',
      earliest: at('2027-03-03T00:00'),
    })
    expect(explainRefusal(within(service), at('2027-03-05T09:00'))).toEqual({
      code: 'too_far',
      before: at('2027-03-05T00:00'),
    })
  })

  test('is the only reason that is given for a time when somebody would be free', () => {
    const explained = explainStart(within(service), at('2027-03-05T09:00'))
    expect(explained).toMatchObject({
      offered: false,
      reach: { code: 'too_far' },
      resources: [{ reasons: [] }],
    })
  })

  test('offers its own dates instead of the one before or behind it', () => {
    for (const wanted of ['2027-02-27T09:00', '2027-06-01T09:00']) {
      const request = within(service)
      const { start: from, end: to } = alternativesRange(request, at(wanted))
      const dates = alternatives({ ...request, from, to }, at(wanted)).map(({ start }) =>
        read(start).slice(0, 10),
      )
      expect(new Set(dates)).toEqual(new Set(['2027-03-03', '2027-03-04']))
    }
  })
})

test('a fixed window has no horizon besides, and no time that only passes ends the answer before the first slot', () => {
  const fixed = { kind: 'fixed' as const, from: '2027-03-03', to: '2027-03-04' }
  const request = within({ bookingWindow: fixed, horizonDays: 1 })
  expect(findSlots(request).validUntil).toBe(at('2027-03-03T09:00'))
})
