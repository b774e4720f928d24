import type { AvailabilityRequest } from '../availability-request.ts'
import { classIdOf } from '../class-place.ts'
import type { ResourceKind } from '../service.ts'
import { naiveSeats } from './naive-availability.ts'

/**
 * For each start the classes that can be joined, as `anna#1 room#1`, with the places they have left: looked for minute by
 * minute among all seats there are, and judged as if whoever takes part were not there.
 */
export function naiveClasses(
  request: AvailabilityRequest,
  starts: Iterable<number>,
): Map<number, Map<string, number>> {
  const answer = new Map<number, Map<string, number>>()
  for (const start of starts) {
    const found = joinableAt(start, request)
    if (found.size > 0) answer.set(start, found)
  }
  return answer
}

function joinableAt(start: number, request: AvailabilityRequest): Map<string, number> {
  const found = new Map<string, number>()
  for (const seats of combinations(request)) {
    const id = classIdOf(request, start, seats)
    const left = placesLeft(id, request)
    if (left > 0 && couldStart(start, seats, without(id, request)))
      found.set(seats.map(({ name }) => name).join(' '), left)
  }
  return found
}

interface Seat {
  kind: ResourceKind
  name: string
  resourceId: string
  seat: number
}

const kindsIn = ({ service }: AvailabilityRequest): ResourceKind[] => [
  ...new Set(service.segments.flatMap(({ needs }) => needs)),
]

function combinations(request: AvailabilityRequest): Seat[][] {
  return kindsIn(request).reduce<Seat[][]>(
    (so, kind) => {
      const seats = request.resources
        .filter((resource) => resource.kind === kind)
        .flatMap(({ id, seats: count }) =>
          Array.from({ length: count }, (_, i) => ({
            kind,
            name: `${id}#${i + 1}`,
            resourceId: id,
            seat: i + 1,
          })),
        )
      return so.flatMap((chosen) => seats.map((seat) => [...chosen, seat]))
    },
    [[]],
  )
}

function placesLeft(id: string, request: AvailabilityRequest): number {
  const there = new Set<string>()
  for (const { classId, appointmentId, heldUntil } of request.resources.flatMap(({ occupied }) => occupied)) {
    const gone = heldUntil != null && heldUntil <= request.now
    const own = appointmentId === request.ignoreAppointmentId || request.ownHoldIds?.includes(appointmentId)
    if (classId === id && !gone && !own) there.add(appointmentId)
  }
  return there.size === 0 ? 0 : (request.service.capacity ?? 1) - there.size
}

/** As if nobody took part in that class. */
const without = (id: string, request: AvailabilityRequest): AvailabilityRequest => ({
  ...request,
  resources: request.resources.map((resource) => ({
    ...resource,
    occupied: resource.occupied.filter(({ classId }) => classId !== id),
  })),
})

/** Off the grid too. */
const couldStart = (start: number, seats: readonly Seat[], request: AvailabilityRequest): boolean =>
  seats.every(({ kind, name }) =>
    naiveSeats(kind, request).some((seat) => seat.name === name && seat.canStart(start)),
  )
