import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { blocks } from './blocking.ts'
import { type Candidate, candidatesOf } from './candidate.ts'
import { classIdOf } from './class-place.ts'
import { collides, footprintOf, type Occupancy, occupanciesOf } from './occupancy.ts'
import { compare, type Offer, reasonFor } from './optimizer.ts'
import { premisesOf } from './premises.ts'
import { kindsOf, type ResourceKind } from './service.ts'
import type { Solution } from './solution.ts'
import type { SlotResource } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/**
 * Each start once: a class that stands there and has a place left, else one that can be opened. A wish that only a new
 * class meets opens it. Classes that stand are offered off the grid too: what is taken since may have moved it.
 */
export function* withClasses(
  request: AvailabilityRequest,
  from: EpochMinute,
  opened: Iterable<Solution>,
): Generator<Solution> {
  const { capacity: placesLeft = 1 } = request.service
  const joined = new Map(joinable(request, from).map((each) => [each.start, each]))
  for (const each of opened) {
    yield* takeBefore(joined, each.start)
    const standing = joined.get(each.start)
    joined.delete(each.start)
    const onlyNew = each.chosenBecause === 'wished' && standing?.chosenBecause !== 'wished'
    yield standing && !onlyNew ? standing : { ...each, placesLeft }
  }
  yield* joined.values()
}

function* takeBefore(joined: Map<EpochMinute, Solution>, before: EpochMinute): Generator<Solution> {
  for (const [start, each] of joined) {
    if (start >= before) return
    joined.delete(start)
    yield each
  }
}

/** Whoever joins takes no more time, and the class counts already: nothing of our own can be in the way. */
const asForJoining = (resource: BookableResource): BookableResource => ({
  ...resource,
  occupied: [],
  withheld: resource.withheld?.filter(({ limit }) => limit?.of !== 'resource'),
})

interface StandingClass {
  readonly start: EpochMinute
  /** One of each kind. */
  readonly seats: readonly SlotResource[]
  readonly placesLeft: number
}

/** In order of start; of several at one start the one to be chosen first. */
function joinable(request: AvailabilityRequest, from: EpochMinute): Solution[] {
  const standing = classesWithPlaces(request).filter(({ start }) => from <= start && start < request.to)
  if (standing.length === 0) return []
  const premises = premisesOf(request)
  const idle = { ...request, resources: request.resources.map(asForJoining) }
  const able = kindsOf(request.service).flatMap((kind) => candidatesOf(kind, idle, premises))
  const byStart = Map.groupBy(
    standing.flatMap((each) => servedBy(each, able)),
    ({ start }) => start,
  )
  return [...byStart.values()]
    .flatMap((some) => some.sort(inOrder)[0] ?? [])
    .sort((a, b) => a.start - b.start)
}

function servedBy({ start, seats, placesLeft }: StandingClass, able: readonly Candidate[]): Solution[] {
  const chosen = seats.flatMap((seat) => offerOf(seat, start, able))
  const leader = chosen.find(({ candidate }) => candidate.kind === 'staff') ?? chosen[0]
  if (!leader || chosen.length < seats.length) return []
  const wished = chosen.some(({ candidate }) => candidate.wished || candidate.named)
  return [{ start, chosen, chosenBecause: wished ? 'wished' : reasonFor(leader, [leader]), placesLeft }]
}

/** With a run of its own: joining it leaves no gaps. */
function offerOf(
  { resourceId, seat }: SlotResource,
  start: EpochMinute,
  able: readonly Candidate[],
): Offer[] {
  for (const candidate of able) {
    if (candidate.resourceId !== resourceId || candidate.seat !== seat) continue
    const run = candidate.runs.find((each) => each.start <= start && start < each.end)
    if (run) return [{ candidate, run: { ...run, start, end: start + 1 } }]
  }
  return []
}

const inOrder = (a: Solution, b: Solution): number =>
  Number(b.chosenBecause === 'wished') - Number(a.chosenBecause === 'wished') ||
  (a.chosen[0] && b.chosen[0] ? compare(a.chosen[0], b.chosen[0], a.start) : 0)

interface Row {
  readonly resource: BookableResource
  readonly occupancy: Occupancy
}

function classesWithPlaces(request: AvailabilityRequest): StandingClass[] {
  const rows = request.resources.flatMap((resource) =>
    resource.occupied
      .filter((occupancy) => blocks(occupancy, request))
      .map((occupancy): Row => ({ resource, occupancy })),
  )
  const byClass = Map.groupBy(rows, ({ occupancy }) => occupancy.classId)
  return [...byClass].flatMap(([id, some]) => (id === undefined ? [] : standingClass(request, id, some)))
}

/** Empty for one of another service, place, length or kinds, for a full one, and for one that no longer fits as it would be now. */
function standingClass(request: AvailabilityRequest, id: string, rows: readonly Row[]): StandingClass[] {
  const { service } = request
  const taking = new Set(rows.map(({ occupancy }) => occupancy.appointmentId))
  const placesLeft = (service.capacity ?? 1) - taking.size
  const kinds = kindsOf(service)
  const seats = kinds.flatMap((kind) => seatOf(kind, rows))
  const start = startOf(request, rows)
  // The service may need more than it did when the class was opened.
  if (seats.length < kinds.length) return []
  if (placesLeft < 1 || start === undefined || classIdOf(request, start, seats) !== id) return []
  return fits({ request, id }, start, seats) ? [{ start, seats, placesLeft }] : []
}

function seatOf(kind: ResourceKind, rows: readonly Row[]): SlotResource[] {
  const row = rows.find(({ resource }) => resource.kind === kind)
  return row ? [{ segment: 0, kind, resourceId: row.resource.id, seat: row.occupancy.seat }] : []
}

/** Whoever is needed first begins with it, under `additive` buffers before it. */
function startOf({ service }: AvailabilityRequest, rows: readonly Row[]): EpochMinute | undefined {
  const [leading] = kindsOf(service)
  if (!leading) return undefined
  const cores = rows.filter(
    ({ resource, occupancy }) => resource.kind === leading && occupancy.layer === 'core',
  )
  const first = Math.min(...cores.map(({ occupancy }) => occupancy.start))
  return first - (footprintOf(service, leading).core[0]?.start ?? 0)
}

/** Other buffers than when it was opened may reach into a neighbour by now. */
function fits(
  { request, id }: { request: AvailabilityRequest; id: string },
  start: EpochMinute,
  seats: readonly SlotResource[],
): boolean {
  const plan = occupanciesOf(request.service, start, seats)
  return !request.resources.some((resource) =>
    resource.occupied.some(
      (other) =>
        other.classId !== id &&
        blocks(other, request) &&
        plan.some((ours) => ours.resourceId === resource.id && collides(ours, other)),
    ),
  )
}
