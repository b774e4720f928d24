import type { AvailabilityRequest, BookableResource } from './availability-request.ts'
import { crowdedStarts } from './crowd.ts'
import { ALWAYS, type Interval, intersect, intersectAs, overlaps, subtract, union } from './interval.ts'
import { type Footprint, footprintOf, type Layer, type Occupancy, withTravel } from './occupancy.ts'
import { type LocalDates, localDates, type Premises, premisesFor } from './premises.ts'
import { type ResourceKind, serviceMinutes } from './service.ts'
import { type Standing, standingOf } from './standing.ts'
import { breakTimes, openWindows } from './working-hours.ts'
import type { EpochMinute, ZoneOffsets } from './zone-offsets.ts'

/** Consecutive minutes at each of which the appointment may start, all within one opening window. */
export interface Run extends Interval {
  /** Where that window opens. */
  readonly opening: EpochMinute
  /** Minutes already taken within that window. */
  readonly load: number
}

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
      runs: intersectAs(seat.runs, starts, (shared, run) => ({ ...run, ...shared })),
    })),
  )
  return [...accepted, ...standIns]
}

function seatsFor(resource: BookableResource, request: AvailabilityRequest, premises: Premises): Candidate[] {
  const { kind, id: resourceId } = resource
  const footprint = footprintOf(request.service, kind)
  const dates = datesOf(resource, request, premises)
  const scene = { request, premises: premisesFor(resource, request, premises), dates }
  const hours = startsOnDuty(resource, footprint, scene)
  const standing = standingOf(resource, request)
  return seatsOf(resource).map((seat) => {
    const taken = takenAt(seat, resource, scene)
    const runs = runsOf(hours, footprint, taken)
    return { ...standing, kind, resourceId, seat, clock: dates.clock, runs }
  })
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
  const { core, buffer } = footprintOf(request.service, kind)
  const whole = union([...core, ...buffer])
  return acceptedOf(kind, request)
    .filter(({ id }) => only.includes(id))
    .flatMap(({ id, busy }) =>
      [...Map.groupBy(busy, ({ absence }) => absence?.standInId)].flatMap(([standInId, absences]) => {
        const resource = request.resources.find((each) => each.id === standInId && each.kind === kind)
        if (!resource || only.includes(resource.id)) return []
        return [{ resource, insteadOf: id, starts: union(forbiddenStarts(union(absences), whole).flat()) }]
      }),
    )
}

/** An expired hold, an own hold and the appointment being moved stand in nobody's way. */
export function blocks(
  { appointmentId, heldUntil }: Pick<Occupancy, 'appointmentId' | 'heldUntil'>,
  request: Pick<AvailabilityRequest, 'now' | 'ignoreAppointmentId' | 'ownHoldIds'>,
): boolean {
  if (heldUntil != null && heldUntil <= request.now) return false
  return appointmentId !== request.ignoreAppointmentId && !request.ownHoldIds?.includes(appointmentId)
}

interface Scene {
  readonly request: AvailabilityRequest
  readonly premises: Premises
  /** The resource's own. */
  readonly dates: LocalDates
}

interface OnDuty {
  readonly windows: readonly Interval[]
  readonly starts: readonly Interval[]
}

interface Taken {
  readonly core: readonly Interval[]
  readonly buffer: readonly Interval[]
  /** On the way to or at another location. */
  readonly elsewhere: readonly Interval[]
  /** What is counted, for a resource with a capacity; it is not in the other two. */
  readonly crowd?: { readonly rows: readonly Occupancy[]; readonly capacity: number } | undefined
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

const seatsOf = ({ seats }: BookableResource): number[] => Array.from({ length: seats }, (_, i) => i + 1)

function datesOf(
  { zone, windows }: BookableResource,
  request: AvailabilityRequest,
  premises: Premises,
): LocalDates {
  const dates = zone === undefined ? premises : localDates(request, zone)
  // Windows of its own may begin, and with them the grid, long before the dates asked about.
  return windows ? { ...dates, reach: ALWAYS } : dates
}

function startsOnDuty(
  resource: BookableResource,
  footprint: Footprint,
  { request, premises, dates }: Scene,
): OnDuty {
  const own = ownWindows(resource, dates)
  const hours = union(own)
  const open = subtract(hours, ownBreaks(resource, dates))
  let starts = startsWithin(premises.open, { start: 0, end: serviceMinutes(request.service) })
  for (const part of footprint.work) starts = intersect(starts, startsWithin(open, part))
  const offered = subtract(starts, union(resource.withheld ?? []))
  // Whoever has no hours of their own starts when the location opens.
  const windows =
    resource.hours || resource.windows ? intersect(own, premises.hours) : intersect(premises.windows, hours)
  return { windows, starts: offered }
}

/** When it works here; always, if nothing is said about it. */
export function ownWindows(
  resource: Pick<BookableResource, 'hours' | 'overrides' | 'windows'>,
  { clock, days }: Pick<LocalDates, 'clock' | 'days'>,
): readonly Interval[] {
  const { hours, overrides, windows } = resource
  if (windows) return union(windows)
  if (hours === null && !overrides?.length) return [ALWAYS]
  return openWindows({ weekly: hours, overrides }, clock, days)
}

/** When it pauses here, whatever the location does. */
export function ownBreaks(
  { hours: weekly, overrides, breaks }: Pick<BookableResource, 'hours' | 'overrides' | 'breaks'>,
  { clock, days }: Pick<LocalDates, 'clock' | 'days'>,
): readonly Interval[] {
  return breakTimes({ weekly, overrides, breaks }, clock, days)
}

/** The starts for which `part` (relative to the start) lies within an open interval. */
function startsWithin(open: readonly Interval[], part: Interval): Interval[] {
  return open
    .map(({ start, end }) => ({ start: start - part.start, end: end - part.end + 1 }))
    .filter(({ start, end }) => start < end)
}

function takenAt(seat: number, resource: BookableResource, { request, dates }: Scene): Taken {
  const { busy, occupied, capacity = 1 } = resource
  const inReach = (interval: Interval): boolean => overlaps(interval, dates.reach)
  const outside = busy.filter(inReach)
  const rows = occupied.filter((other) => other.seat === seat && inReach(other) && blocks(other, request))
  const elsewhere = union(
    occupied
      .filter((other) => other.travel && other.layer === 'core' && blocks(other, request))
      .map(withTravel)
      .filter(inReach),
  )
  if (capacity > 1) return { core: union(outside), buffer: [], elsewhere, crowd: { rows, capacity } }
  const cores = rows.filter(({ layer }) => layer === 'core')
  return { core: union([...outside, ...cores]), buffer: inLayer(rows, 'buffer'), elsewhere }
}

function runsOf(onDuty: OnDuty, footprint: Footprint, taken: Taken): Run[] {
  const { windows, starts } = onDuty
  const free = forbiddenBy(taken, footprint).reduce(subtract, starts)
  return cutAtWindows(free, windows, {
    lead: footprint.work[0]?.start ?? 0,
    loads: loadsOf(windows, busyOf(taken)),
  })
}

/** Lists of starts, each sorted and disjoint: to cut out one after the other is quicker than to sort them into one. */
function forbiddenBy({ core, buffer, elsewhere, crowd }: Taken, footprint: Footprint): Interval[][] {
  // The two walls of the database: nothing of ours, buffers included, on a core; no core of ours on a buffer.
  const whole = union([...footprint.core, ...footprint.buffer])
  const forbidden = [
    ...forbiddenStarts(core, whole),
    ...forbiddenStarts(buffer, footprint.core),
    ...forbiddenStarts(elsewhere, footprint.core),
  ]
  if (!crowd) return forbidden
  const byOne = (rows: readonly Occupancy[]) =>
    forbiddenBy(
      { core: inLayer(rows, 'core'), buffer: inLayer(rows, 'buffer'), elsewhere: [] },
      footprint,
    ).flat()
  return [...forbidden, crowdedStarts(crowd.rows, crowd.capacity, byOne)]
}

const inLayer = (rows: readonly Occupancy[], layer: Layer): Interval[] =>
  union(rows.filter((row) => row.layer === layer))

const busyOf = ({ core, crowd }: Taken): readonly Interval[] =>
  crowd ? union([...core, ...inLayer(crowd.rows, 'core')]) : core

/** For each of the parts, the starts that it forbids. */
const forbiddenStarts = (taken: readonly Interval[], parts: readonly Interval[]): Interval[][] =>
  parts.map((part) =>
    union(taken.map(({ start, end }) => ({ start: start - part.end + 1, end: end - part.start }))),
  )

function loadsOf(windows: readonly Interval[], taken: readonly Interval[]): number[] {
  let next = 0
  return windows.map((window) => {
    let load = 0
    let block = taken[next]
    while (block && block.start < window.end) {
      load += Math.max(0, Math.min(block.end, window.end) - Math.max(block.start, window.start))
      if (block.end > window.end) break
      block = taken[++next]
    }
    return load
  })
}

/** `lead`: how long after the start the resource's first work begins, which is what lies in the window. */
function cutAtWindows(
  starts: readonly Interval[],
  windows: readonly Interval[],
  { lead, loads }: { lead: number; loads: readonly number[] },
): Run[] {
  const runs = windows.map(({ start, end }, i) => ({
    start: start - lead,
    end: end - lead,
    opening: start - lead,
    load: loads[i] ?? 0,
  }))
  return intersectAs(starts, runs, ({ start, end }, _, { opening, load }) => ({ start, end, opening, load }))
}
