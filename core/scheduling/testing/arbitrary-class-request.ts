import fc from 'fast-check'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import { classIdOf } from '../class-place.ts'
import { type Occupancy, occupanciesOf } from '../occupancy.ts'
import { kindsOf } from '../service.ts'
import type { SlotResource } from '../time-slot.ts'
import { arbitraryRequest } from './arbitrary-request.ts'

const NAMES = ['p', 'q', 'r', 'moving', 'mine']

interface Planned {
  /** Minutes from the start of the range. */
  readonly after: number
  /** Which of the resources of each kind. */
  readonly picks: readonly number[]
  readonly seat: number
  readonly participants: readonly string[]
  readonly heldFor: number | null
}

const planned: fc.Arbitrary<Planned> = fc.record({
  after: fc.integer({ min: -4, max: 60 }).map((steps) => steps * 30),
  picks: fc.array(fc.nat({ max: 1 }), { minLength: 2, maxLength: 2 }),
  seat: fc.constantFrom(1, 1, 2),
  participants: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
  heldFor: fc.constantFrom(null, null, -60, 900),
})

function occupiedBy(request: AvailabilityRequest, { after, picks, seat, participants, heldFor }: Planned) {
  const start = request.from + after
  const seats = kindsOf(request.service).flatMap((kind, i): SlotResource[] => {
    const ofKind = request.resources.filter((resource) => resource.kind === kind)
    const resource = ofKind[(picks[i] ?? 0) % Math.max(1, ofKind.length)]
    return resource ? [{ segment: 0, kind, resourceId: resource.id, seat }] : []
  })
  const classId = classIdOf(request, start, seats)
  return occupanciesOf(request.service, start, seats).flatMap(({ resourceId, ...row }) =>
    participants.map((appointmentId, i) => {
      const heldUntil = i === 0 && heldFor !== null ? request.from + heldFor : null
      return {
        resourceId,
        row: { ...row, appointmentId, classId, heldUntil, place: NAMES.indexOf(appointmentId) + 1 },
      }
    }),
  )
}

/** Requests for a class, some of whose starts stand already: as few or as many take part as there are places, or more. */
export const arbitraryClassRequest: fc.Arbitrary<AvailabilityRequest> = fc
  .tuple(arbitraryRequest, fc.integer({ min: 2, max: 4 }), fc.array(planned, { minLength: 6, maxLength: 12 }))
  .map(([base, capacity, classes]) => {
    const request = { ...base, service: { ...base.service, capacity } }
    const rows = classes.flatMap((each) => occupiedBy(request, each))
    const withClasses = (resource: BookableResource): BookableResource => {
      const own: Occupancy[] = rows
        .filter(({ resourceId }) => resourceId === resource.id)
        .map(({ row }) => row)
      return {
        ...resource,
        busy: resource.busy.slice(0, 1),
        occupied: [...resource.occupied.slice(0, 1), ...own],
      }
    }
    return { ...request, resources: request.resources.map(withClasses) }
  })
