import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { partyFor } from './class-place.ts'
import { occupanciesOf } from './occupancy.ts'
import type { ResourceKind } from './service.ts'
import { arbitraryClassRequest } from './testing/arbitrary-class-request.ts'
import { naiveAvailability } from './testing/naive-availability.ts'
import { naiveClasses } from './testing/naive-classes.ts'
import { naiveDates } from './testing/naive-dates.ts'
import type { TimeSlot } from './time-slot.ts'

jest.setTimeout(120_000)

/** What fails is made smaller only as long as somebody waits: each look at it takes a while. */
const patience = { interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true }

const seatsOf = ({ resources }: TimeSlot): string =>
  [...new Set(resources.map(({ resourceId, seat }) => `${resourceId}#${seat}`))].join(' ')

function* bookableMinutes(request: AvailabilityRequest): Generator<number> {
  const dates = naiveDates(request)
  for (let start = request.from; start < request.to; start++)
    if (start * 60_000 >= dates.start && start * 60_000 < dates.end) yield start
}

test('a search minute by minute finds the same starts: where a class with places stands, or one can be opened', () => {
  const seen = { joined: 0, opened: 0 }
  fc.assert(
    fc.property(arbitraryClassRequest, (request) => {
      const openable = naiveAvailability(request)
      const standing = naiveClasses(request, bookableMinutes(request))
      const { slots } = findSlots(request)
      const all = [...new Set([...openable.keys(), ...standing.keys()])].sort((a, b) => a - b)
      expect(slots.map(({ start }) => start)).toEqual(all)
      for (const slot of slots) {
        const left = standing.get(slot.start)?.get(seatsOf(slot))
        seen[left === undefined ? 'opened' : 'joined']++
        expect(slot.placesLeft).toBe(left ?? request.service.capacity)
        if (left === undefined) expectOpened(slot, openable.get(slot.start), standing.has(slot.start))
      }
    }),
    { ...patience, numRuns: 25 },
  )
  expect(seen.joined).toBeGreaterThan(0)
  expect(seen.opened).toBeGreaterThan(10)
})

function expectOpened(slot: TimeSlot, able: Map<ResourceKind, Set<string>> | undefined, standing: boolean) {
  if (standing) expect(slot.chosenBecause).toBe('wished')
  for (const { kind, resourceId, seat } of slot.resources)
    expect(able?.get(kind)).toContain(`${resourceId}#${seat}`)
}

test('asking for one start gives the very slot that the whole range gives, at a place that nobody has', () => {
  fc.assert(
    fc.property(arbitraryClassRequest, fc.nat(), (request, pick) => {
      const { slots } = findSlots(request)
      const slot = slots[pick % Math.max(1, slots.length)]
      if (!slot) return
      expect(slotAt(request, slot.start)).toEqual(slot)
      const plan = occupanciesOf(request.service, slot.start, slot.resources)
      const { classId, place, places } = partyFor(plan, request, slot.start)
      expect(place).toBeLessThanOrEqual(places)
      const others = request.resources.flatMap(({ occupied }) => occupied)
      const taking = new Set(
        others
          .filter((row) => row.classId === classId && (row.heldUntil == null || row.heldUntil > request.now))
          .filter(({ appointmentId }) => appointmentId !== request.ignoreAppointmentId)
          .filter(({ appointmentId }) => !request.ownHoldIds?.includes(appointmentId))
          .map((row) => row.place),
      )
      expect(taking).not.toContain(place)
    }),
    { ...patience, numRuns: 100 },
  )
})

test('what is offered at a start does not depend on where the asked range begins', () => {
  fc.assert(
    fc.property(arbitraryClassRequest, fc.integer({ min: 1, max: 900 }), (request, later) => {
      const from = request.from + later
      const { slots } = findSlots(request)
      expect(findSlots({ ...request, from }).slots).toEqual(slots.filter(({ start }) => start >= from))
    }),
    { ...patience, numRuns: 100 },
  )
})
