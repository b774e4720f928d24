import { expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import { overlaps } from './interval.ts'
import { loadRange } from './premises.ts'
import type { ResourceKind } from './service.ts'
import { startRange } from './start-range.ts'
import { arbitraryGathering } from './testing/arbitrary-gathering.ts'
import { arbitraryRequest } from './testing/arbitrary-request.ts'
import { naiveAvailability, naiveGathering } from './testing/naive-availability.ts'
import { resourceIdsOf, type TimeSlot } from './time-slot.ts'

/** What fails is made smaller only as long as somebody waits: each look at it takes a while. */
const patience = { interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true }
const runs = { ...patience, numRuns: 100 }
// The search minute by minute is slow, more so on a machine that is busy.
jest.setTimeout(120_000)

test('a search minute by minute with Temporal finds the same starts, and the same seats able to serve them', () => {
  let found = 0
  fc.assert(
    fc.property(arbitraryRequest, (request) => {
      const able = naiveAvailability(request)
      const { slots } = findSlots(request)
      found += slots.length
      expect(slots.map(({ start }) => start)).toEqual([...able.keys()])
      for (const slot of slots) expectAble(slot, able.get(slot.start), request.resourceId)
    }),
    { ...patience, numRuns: 30 },
  )
  expect(found).toBeGreaterThan(100)
})

test('it finds the same starts, and the same people free, where any of them or all are wanted', () => {
  let found = 0
  fc.assert(
    fc.property(arbitraryGathering, (request) => {
      const { slots } = findSlots(request)
      found += slots.length
      const naive = [...naiveGathering(request)].map(([start, who]) => [start, [...who].sort()])
      const names = (slot: TimeSlot) => slot.resources.map(({ resourceId, seat }) => `${resourceId}#${seat}`)
      expect(slots.map((slot) => [slot.start, names(slot).sort()])).toEqual(naive)
    }),
    { ...patience, numRuns: 30 },
  )
  expect(found).toBeGreaterThan(40)
})

test('whoever is named first of all who are free is whom a booking would take', () => {
  fc.assert(
    fc.property(arbitraryGathering, (gathering) => {
      const request = { ...gathering, gather: 'any' as const }
      const booked = findSlots({ ...request, gather: undefined }).slots
      expect(findSlots(request).slots.map(firstOf)).toEqual(booked.map(firstOf))
    }),
    runs,
  )
})

test('where any or all are wanted, what is offered does not depend on where the asked range begins', () => {
  fc.assert(
    fc.property(arbitraryGathering, fc.integer({ min: 1, max: 1500 }), (request, later) => {
      const from = request.from + later
      const { slots } = findSlots(request)
      expect(findSlots({ ...request, from }).slots).toEqual(slots.filter(({ start }) => start >= from))
    }),
    runs,
  )
})

test('asking for one start gives the very slot that the whole range gives, so a check and a booking agree', () => {
  fc.assert(
    fc.property(arbitraryRequest, fc.nat(), (request, pick) => {
      const { slots } = findSlots(request)
      const slot = slots[pick % Math.max(1, slots.length)]
      if (slot) expect(slotAt(request, slot.start)).toEqual(slot)
    }),
    runs,
  )
})

test('what is offered at a start does not depend on where the asked range begins', () => {
  fc.assert(
    fc.property(arbitraryRequest, fc.integer({ min: 1, max: 900 }), (request, later) => {
      const from = request.from + later
      const { slots } = findSlots(request)
      expect(findSlots({ ...request, from }).slots).toEqual(slots.filter(({ start }) => start >= from))
    }),
    runs,
  )
})

test('what lies outside the load range can be left out', () => {
  fc.assert(
    fc.property(arbitraryRequest, (request) => {
      expect(findSlots(onlyWithin(loadRange(request), request)).slots).toEqual(findSlots(request).slots)
    }),
    runs,
  )
})

test('for one start, what lies outside of its own range can be left out', () => {
  fc.assert(
    fc.property(arbitraryRequest, fc.nat(), (request, pick) => {
      const { slots } = findSlots(request)
      const offered = slots[pick % Math.max(1, slots.length)]?.start
      for (const start of [offered ?? request.from, request.from + (pick % 3_000)]) {
        expect(slotAt(onlyWithin(startRange(request, start), request), start)).toEqual(slotAt(request, start))
      }
    }),
    runs,
  )
})

test('the order of resources, busy times and occupancies changes nothing', () => {
  fc.assert(
    fc.property(arbitraryRequest, (request) => {
      const resources = request.resources.toReversed().map((resource) => ({
        ...resource,
        busy: resource.busy.toReversed(),
        occupied: resource.occupied.toReversed(),
      }))
      expect(findSlots({ ...request, resources })).toEqual(findSlots(request))
    }),
    runs,
  )
})

const firstOf = (slot: TimeSlot) => [slot.start, resourceIdsOf(slot)[0]]

function expectAble(
  slot: TimeSlot,
  able: Map<ResourceKind, Set<string>> | undefined,
  wish: string | undefined,
) {
  for (const { kind, resourceId, seat } of slot.resources) {
    const seats = [...(able?.get(kind) ?? [])]
    expect(seats).toContain(`${resourceId}#${seat}`)
    if (seats.some((name) => name.startsWith(`${wish}#`))) expect(resourceId).toBe(wish)
  }
}

function onlyWithin(
  range: { start: number; end: number },
  request: AvailabilityRequest,
): AvailabilityRequest {
  const near = <T extends { start: number; end: number }>(all: readonly T[]): T[] =>
    all.filter((each) => overlaps(each, range))
  const resources = request.resources.map((resource) => ({
    ...resource,
    busy: near(resource.busy),
    occupied: near(resource.occupied),
  }))
  return { ...request, resources }
}
