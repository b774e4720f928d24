import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { explainRefusal } from './conflict-resolver.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { at, CUT, sampleRequest, staff, taken } from './testing/sample-request.ts'

const NINE = at('2027-03-01T09:00')
const TEN = NINE + 60

const withAnna = (more: Parameters<typeof staff>[1], request: Partial<AvailabilityRequest> = {}) =>
  sampleRequest({ resources: [staff('anna', more)], ...request })

test('a start is refused with a reason exactly where the engine offers no slot', () => {
  let refused = 0
  fc.assert(
    fc.property(arbitraryRequest, fc.nat({ max: 1440 }), (request, minutes) => {
      const start = request.from + minutes
      const reason = explainRefusal(request, start)
      if (reason) refused++
      expect(reason === null).toBe(slotAt(request, start) !== undefined)
      if (reason?.code === 'held_until') {
        const { noticeMinutes } = request.service
        const then = { ...request, now: reason.until, service: { ...request.service, noticeMinutes: 0 } }
        if (start - noticeMinutes > reason.until) expect(slotAt(then, start)?.start).toBe(start)
      }
    }),
    { numRuns: 300 },
  )
  expect(refused).toBeGreaterThan(50)
})

describe('the reason', () => {
  test('is none where the start can be booked', () => {
    expect(explainRefusal(sampleRequest(), NINE)).toBeNull()
  })

  test('is too_soon within the notice and in the past, with the first instant that keeps it', () => {
    const request = sampleRequest({ now: NINE - 15.5, service: { ...CUT, noticeMinutes: 30 } })
    expect(explainRefusal(request, NINE)).toEqual({ code: 'too_soon', earliest: NINE + 15 })
    expect(explainRefusal(request, NINE - 1440)).toEqual({ code: 'too_soon', earliest: NINE + 15 })
  })

  test('is too_far beyond the horizon, with the instant a start must lie before', () => {
    const request = sampleRequest({ now: at('2026-12-05T12:00'), service: { ...CUT, horizonDays: 30 } })
    expect(explainRefusal(request, NINE)).toEqual({ code: 'too_far', before: at('2027-01-04T12:00') })
  })

  test('is outside_hours when closed, and when the appointment would run past closing time', () => {
    expect(explainRefusal(sampleRequest(), NINE - 30)).toEqual({ code: 'outside_hours' })
    expect(explainRefusal(sampleRequest(), NINE + 165)).toEqual({ code: 'outside_hours' })
  })

  test('is outside_hours when the one asked for does not work then, though others do', () => {
    const resources = [staff('anna'), staff('bob', { hours: {} })]
    expect(explainRefusal(sampleRequest({ resources, onlyResourceIds: ['bob'] }), NINE)).toEqual({
      code: 'outside_hours',
    })
  })

  test('is slot_taken under an appointment, an outside event and a neighbouring buffer', () => {
    const taking = { code: 'slot_taken' }
    expect(explainRefusal(withAnna({ occupied: [taken(TEN, TEN + 30)] }), TEN)).toEqual(taking)
    expect(explainRefusal(withAnna({ busy: [{ start: TEN + 29, end: TEN + 60 }] }), TEN)).toEqual(taking)
    const buffer = [taken(TEN + 25, TEN + 30, { layer: 'buffer' })]
    expect(explainRefusal(withAnna({ occupied: buffer }), TEN)).toEqual(taking)
  })

  test('is slot_taken between two offered starts: a near match is never free', () => {
    expect(explainRefusal(sampleRequest(), NINE + 15)).toEqual({ code: 'slot_taken' })
  })

  test('is held_until with the end of the hold in the way', () => {
    const occupied = [taken(TEN, TEN + 30, { heldUntil: NINE - 599.5 })]
    expect(explainRefusal(withAnna({ occupied }, { now: NINE - 604 }), TEN)).toEqual({
      code: 'held_until',
      until: NINE - 599.5,
    })
  })

  test('is held_until when the last of several holds in the way ends, not the first of any', () => {
    const occupied = [
      taken(TEN, TEN + 15, { appointmentId: 'a', heldUntil: NINE - 600 }),
      taken(TEN + 15, TEN + 30, { appointmentId: 'b', heldUntil: NINE - 598 }),
      taken(TEN + 60, TEN + 90, { appointmentId: 'c', heldUntil: NINE - 597 }),
    ]
    expect(explainRefusal(withAnna({ occupied }, { now: NINE - 604 }), TEN)).toEqual({
      code: 'held_until',
      until: NINE - 598,
    })
  })

  test('is slot_taken where an appointment lies under the hold as well', () => {
    const occupied = [
      taken(TEN, TEN + 30, { appointmentId: 'hold', heldUntil: NINE - 600 }),
      taken(TEN + 15, TEN + 45),
    ]
    expect(explainRefusal(withAnna({ occupied }, { now: NINE - 604 }), TEN)).toEqual({ code: 'slot_taken' })
  })

  test.each(['limit_reached', 'calendar_stale'] as const)(
    'is %s where only that keeps it from being offered',
    (code) => {
      const withheld = [{ start: NINE, end: TEN, code }]
      expect(explainRefusal(withAnna({ withheld }), NINE)).toEqual({ code })
      expect(explainRefusal(withAnna({ withheld }), TEN)).toBeNull()
    },
  )
})
