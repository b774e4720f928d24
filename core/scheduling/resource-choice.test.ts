import { expect, test } from '@jest/globals'
import { findSlots, slotAt } from './availability.ts'
import type { AvailabilityRequest } from './availability-request.ts'
import type { Service } from './service.ts'
import { at, CUT, sampleRequest, staff } from './testing/sample-request.ts'
import { resourceIdsOf } from './time-slot.ts'

const NINE = at('2027-03-01T09:00')
const room = (id: string, more: Parameters<typeof staff>[1] = {}) => staff(id, { ...more, kind: 'room' })
const MASSAGE: Service = { ...CUT, segments: [{ minutes: 30, needs: ['room', 'staff'] }] }

const chosenAt = (more: Partial<AvailabilityRequest>) => {
  const slot = slotAt(sampleRequest(more), NINE)
  return slot && [...resourceIdsOf(slot), slot.chosenBecause].join(' ')
}

test('each kind is chosen by the policy, and the reason told is that of the person', () => {
  const resources = [
    room('attic', { given: 2 }),
    room('cellar', { given: 1 }),
    staff('anna'),
    staff('bob', { priority: 1 }),
  ]
  const service: Service = { ...MASSAGE, choose: 'round_robin' }
  expect(chosenAt({ resources, service })).toBe('cellar bob priority')
  expect(chosenAt({ resources: resources.slice(0, 3), service })).toBe('cellar anna round_robin')
})

test('a wish that was met is the reason, whether it was for the person or for something else', () => {
  const resources = [room('attic'), room('cellar'), staff('anna'), staff('bob', { priority: 1 })]
  expect(chosenAt({ resources, service: MASSAGE, resourceId: 'cellar' })).toBe('cellar bob wished')
  expect(chosenAt({ resources, service: MASSAGE, resourceId: 'anna' })).toBe('attic anna wished')
  expect(chosenAt({ resources, service: MASSAGE, resourceId: 'nobody' })).toBe('attic bob priority')
})

test('without a person the reason is that of what leads', () => {
  const service: Service = { ...CUT, segments: [{ minutes: 30, needs: ['room'] }], choose: 'least_busy' }
  expect(chosenAt({ resources: [room('attic'), room('cellar')], service })).toBe('attic least_busy')
})

test('the answer ends when time alone makes it somebody else’s turn', () => {
  const changes = NINE - 700
  expect(findSlots(sampleRequest({ choiceChangesAt: changes })).validUntil).toBe(changes)
  expect(findSlots(sampleRequest({ choiceChangesAt: NINE + 700 })).validUntil).toBe(NINE)
})
