import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { datesOf, onDuty } from './duty.ts'
import { freeRuns, type Run } from './free-runs.ts'
import { type Interval, intersectAs, union } from './interval.ts'
import { footprintOf } from './occupancy.ts'
import { type Premises, premisesFor } from './premises.ts'
import type { ResourceKind } from './service.ts'
import { type Standing, standingOf } from './standing.ts'
import type { ZoneOffsets } from './zone-offsets.ts'

/** One seat of one resource, and every start at which it could serve its part of the service. */
export interface Candidate extends Standing {
  readonly kind: ResourceKind
  readonly resourceId: string
  readonly seat: number
  /** Who was asked for and is away. */
  readonly insteadOf?: string | undefined
  /** What its hours are read from, and full steps of the clock. */
  readonly clock: ZoneOffsets
  readonly runs: readonly Run[]
}

/** Every seat of every resource of that kind the request accepts. */
export function candidatesOf(
  kind: ResourceKind,
  request: AvailabilityRequest,
  premises: Premises,
): Candidate[] {
  const accepted = acceptedOf(kind, request).flatMap((resource) => seatsFor(resource, request, premises))
  const standIns = standInsOf(kind, request).flatMap(({ resource, insteadOf, starts }) =>
    seatsFor(resource, request, premises).map((seat) => ({
      ...seat,
      insteadOf,
      runs: intersectAs(seat.runs, starts, (start, end, run) => ({ ...run, start, end })),
    })),
  )
  return [...accepted, ...standIns]
}

function seatsFor(resource: BookableResource, request: AvailabilityRequest, premises: Premises): Candidate[] {
  const { kind, id: resourceId } = resource
  const footprint = footprintOf(request.service, kind)
  const dates = datesOf(resource, request, premises)
  const duty = onDuty(resource, footprint, { premises: premisesFor(resource, request, premises), dates })
  const standing = standingOf(resource, request)
  const wanted = { request, footprint, reach: dates.reach }
  const seats: Candidate[] = []
  for (let number = 1; number <= resource.seats; number++) {
    const runs = freeRuns(duty, { resource, number }, wanted)
    seats.push({ ...standing, kind, resourceId, seat: number, clock: dates.clock, runs })
  }
  return seats
}

/** Somebody who is offered for one that was named, at the starts that one's absence takes away. */
export interface StandIn {
  readonly resource: BookableResource
  readonly insteadOf: string
  readonly starts: readonly Interval[]
}

/** Nobody stands in for one who stands in. */
export function standInsOf(kind: ResourceKind, request: AvailabilityRequest): StandIn[] {
  const only = request.onlyResourceIds ?? []
  if (only.length === 0) return []
  const { whole } = footprintOf(request.service, kind)
  return acceptedOf(kind, request)
    .filter(({ id }) => only.includes(id))
    .flatMap(({ id, busy }) =>
      [...Map.groupBy(busy, ({ absence }) => absence?.standInId)].flatMap(([standInId, absences]) => {
        const resource = request.resources.find((each) => each.id === standInId && each.kind === kind)
        if (!resource || only.includes(resource.id)) return []
        return [
          { resource, insteadOf: id, starts: union(whole.flatMap((part) => startsMeeting(absences, part))) },
        ]
      }),
    )
}

/** Those of a kind that the request leaves a choice of. */
export function acceptedOf<R extends Pick<BookableResource, 'id' | 'kind'>>(
  kind: ResourceKind,
  request: { resources: readonly R[]; onlyResourceIds?: readonly string[] | undefined },
): R[] {
  const ofKind = request.resources.filter((resource) => resource.kind === kind)
  const only = request.onlyResourceIds ?? []
  // A condition naming somebody who is not here can't be met by anybody else.
  if (only.some((id) => request.resources.every((resource) => resource.id !== id))) return []
  const named = ofKind.filter(({ id }) => only.includes(id))
  return named.length > 0 ? named : ofKind
}

/** The starts at which that part of an appointment would meet one of these times. */
const startsMeeting = (times: readonly Interval[], part: Interval): Interval[] =>
  times.map(({ start, end }) => ({ start: start - part.end + 1, end: end - part.start }))
