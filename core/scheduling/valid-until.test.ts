import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findSlots } from './availability.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { at, CUT, sampleRequest, staff, taken } from './testing/sample-request.ts'

const NINE = at('2027-03-01T09:00')

test('until then the answer stays the same, whenever it is asked again', () => {
  let stood = 0
  // Not nearer to the end than that: epoch minutes carry no finer fractions.
  const waits = fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: 4, maxLength: 8 })
  fc.assert(
    fc.property(arbitraryRequest, waits, (request, parts) => {
      const { slots, validUntil } = findSlots(request)
      const span = (validUntil ?? request.now + 3000) - request.now
      for (const part of parts) {
        stood++
        const later = findSlots({ ...request, now: request.now + span * part }).slots
        // A boolean, because printing the difference of two thousand slots takes longer than finding it.
        expect(JSON.stringify(later) === JSON.stringify(slots)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(stood).toBeGreaterThan(1000)
})

describe('the answer ends', () => {
  test('when the first slot comes closer than the notice', () => {
    const request = sampleRequest({ service: { ...CUT, noticeMinutes: 45 } })
    const { validUntil } = findSlots(request)
    expect(validUntil).toBe(NINE - 45)
    expect(findSlots({ ...request, now: NINE - 45 }).slots[0]?.start).toBe(NINE)
    expect(findSlots({ ...request, now: NINE - 45 + 0.01 }).slots[0]?.start).toBe(NINE + 30)
  })

  test('when somebody else lets go of a hold', () => {
    const heldUntil = NINE - 300.5
    const occupied = [taken(NINE, NINE + 30, { heldUntil })]
    const request = sampleRequest({ now: NINE - 305, resources: [staff('anna', { occupied })] })
    expect(findSlots(request).validUntil).toBe(heldUntil)
    expect(findSlots({ ...request, now: heldUntil }).slots).toHaveLength(6)
    expect(findSlots({ ...request, ownHoldIds: ['other'] }).validUntil).toBe(NINE)
  })

  test('when the horizon reaches the next start', () => {
    const request = sampleRequest({
      now: at('2027-02-28T10:15'),
      service: { ...CUT, horizonDays: 1, noticeMinutes: 0 },
    })
    const { slots, validUntil } = findSlots(request)
    expect(slots).toHaveLength(3)
    expect(validUntil).toBe(at('2027-02-28T10:30'))
  })

  test('when a clock change lets the horizon leap over the next start', () => {
    const request = sampleRequest({
      now: at('2027-03-28T01:15'),
      from: at('2027-03-30T02:30'),
      to: at('2027-03-30T04:00'),
      service: { ...CUT, horizonDays: 2 },
      resources: [staff('anna', { hours: null })],
    })
    expect(findSlots(request)).toEqual({ slots: [], validUntil: at('2027-03-28T03:00') })
    const then = findSlots({ ...request, now: at('2027-03-28T03:00') })
    expect(then.slots.map(({ start }) => start)).toEqual([at('2027-03-30T02:30')])
  })

  test('never where time alone brings nothing', () => {
    const request = sampleRequest({ resources: [] })
    expect(findSlots(request)).toEqual({ slots: [], validUntil: null })
  })
})
