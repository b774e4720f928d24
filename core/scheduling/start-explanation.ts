import { slotAt } from './availability.ts'
import type { AvailabilityRequest, BookableResource, BusyTime, Withholding } from './availability-request.ts'
import { blocks } from './blocking.ts'
import { withoutDates } from './booking-window.ts'
import { acceptedOf, standInsOf } from './candidate.ts'
import { type OutOfReach, outOfReach } from './conflict-resolver.ts'
import { type Interval, overlaps } from './interval.ts'
import { type Occupancy, withTravel } from './occupancy.ts'
import { kindsOf, type ResourceKind, serviceMinutes } from './service.ts'
import { buffersOf } from './service-buffers.ts'
import { resourceIdsOf, type TimeSlot } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Why one resource can't serve a start. Epoch minutes; nothing of anybody's person. */
export type ResourceReason =
  | { readonly code: 'location_closed' }
  /** Open, and working, but for a break of the location or of its own. */
  | { readonly code: 'break' }
  /** Outside its own hours. */
  | { readonly code: 'not_working' }
  | Pick<Withholding, 'code' | 'limit'>
  /** `near`: not at that time, but so close that the buffers leave too little. */
  | (Interval & { readonly code: 'appointment' | 'calendar_entry' | 'absence'; readonly near: boolean })
  /** Somebody is being asked whether they want it. */
  | (Interval & { readonly code: 'hold'; readonly near: boolean; readonly until: EpochMinute })
  /** Free, but starts are offered at other minutes. */
  | { readonly code: 'off_grid' }

export interface StartExplanation {
  readonly offered: boolean
  /** What keeps everybody from it. */
  readonly reach: OutOfReach | undefined
  /** Kinds that the service needs, and of which nothing there is able to provide it. */
  readonly missing: readonly ResourceKind[]
  /** The resource that was asked for and is not able to. */
  readonly unable: string | undefined
  /** All that the request leaves a choice of; without reasons where they could serve that start. */
  readonly resources: ReadonlyArray<{
    readonly resourceId: string
    readonly kind: ResourceKind
    readonly reasons: readonly ResourceReason[]
  }>
}

/**
 * Every reason, resource by resource, where `explainRefusal` gives the first. The engine is asked about each obstacle
 * by itself, with everything else out of its way, so the reasons can't contradict what is offered.
 */
export function explainStart(request: AvailabilityRequest, start: EpochMinute): StartExplanation {
  const kinds = kindsOf(request.service)
  const byKind = kinds.map((kind) => [
    ...acceptedOf(kind, request),
    ...standInsOf(kind, request)
      .filter(({ starts }) => starts.some((each) => each.start <= start && start < each.end))
      .map(({ resource }) => resource),
  ])
  const slot = slotAt(request, start)
  const joined = slot && joinsClass(slot, request) ? resourceIdsOf(slot) : []
  return {
    offered: slot !== undefined,
    reach: outOfReach(request, start),
    missing: kinds.filter((kind) => request.resources.every((each) => each.kind !== kind)),
    unable: request.onlyResourceIds?.find((id) => request.resources.every((each) => each.id !== id)),
    resources: byKind.flat().map((resource) => ({
      resourceId: resource.id,
      kind: resource.kind,
      reasons: joined.includes(resource.id) ? [] : new LoneResource(request, resource, start).reasons(),
    })),
  }
}

/** It stands there already, and has a place left. */
const joinsClass = ({ placesLeft }: TimeSlot, { service }: AvailabilityRequest): boolean =>
  placesLeft !== undefined && placesLeft < (service.capacity ?? 1)

const NO_HOURS = { hours: null, overrides: [], breaks: {} }

type Change = Partial<Pick<AvailabilityRequest, 'service' | 'location'>>

/** One resource with nobody to take its place, and with nobody missing beside it. */
class LoneResource {
  readonly #request: AvailabilityRequest
  readonly #resource: BookableResource
  readonly #start: EpochMinute

  constructor(request: AvailabilityRequest, resource: BookableResource, start: EpochMinute) {
    // What is no longer in the way goes now, as the clock is about to be turned back.
    const occupied = resource.occupied.filter((occupancy) => blocks(occupancy, request))
    this.#request = request
    this.#resource = { ...resource, occupied }
    this.#start = start
  }

  reasons(): ResourceReason[] {
    const { withheld = [] } = this.#resource
    const now = withheld.filter((each) => each.start <= this.#start && this.#start < each.end)
    const reasons = [...this.#hours(), ...now.map(withoutTimes), ...this.#taken()]
    return reasons.length > 0 || this.#isOnGrid() ? reasons : [{ code: 'off_grid' }]
  }

  #hours(): ResourceReason[] {
    const idle = { ...this.#resource, busy: [], occupied: [], withheld: [] }
    if (this.#fits(idle)) return []
    const location = { ...this.#request.location, breaks: {} }
    if (this.#fits({ ...idle, breaks: {} }, { location })) return [{ code: 'break' }]
    return [{ code: this.#fits({ ...idle, ...NO_HOURS }) ? 'not_working' : 'location_closed' }]
  }

  #taken(): ResourceReason[] {
    const { seats, occupied } = this.#resource
    const reach = this.#reach()
    const inReach = (each: Interval) => overlaps(each, reach)
    const comesNear = (each: Occupancy) => inReach(withTravel(each))
    const busy = this.#resource.busy.filter(inReach)
    if (this.#leavesRoom({ busy, occupied: occupied.filter(comesNear), seats })) return []
    const entries = busy
      .filter((entry) => !this.#leavesRoom({ busy: [entry] }))
      .map((entry) => ({ code: codeOf(entry), ...this.#around([entry]) }))
    const appointments = [
      ...Map.groupBy(occupied, ({ classId, appointmentId }) => classId ?? appointmentId).values(),
    ]
      .filter((rows) => rows.some(comesNear))
      .filter((rows) => !this.#leavesRoom({ occupied: rows.map((row) => ({ ...row, seat: 1 })) }))
      .map((rows) => this.#appointment(rows))
    return [...entries, ...appointments].sort((a, b) => a.start - b.start)
  }

  /** Buffers of ours included, and those of others are rows of their own: what lies outside can't be in the way. */
  #reach(): Interval {
    const { service } = this.#request
    const { before, after } = buffersOf(service, this.#resource.kind)
    return { start: this.#start - before, end: this.#start + serviceMinutes(service) + after }
  }

  #appointment(rows: readonly Occupancy[]) {
    const core = rows.filter(({ layer }) => layer === 'core')
    const around = this.#around(core.length > 0 ? core : rows)
    // A class stands as long as anybody takes part.
    const until = Math.max(...rows.map(({ heldUntil }) => heldUntil ?? Number.POSITIVE_INFINITY))
    return until === Number.POSITIVE_INFINITY
      ? { code: 'appointment' as const, ...around }
      : { code: 'hold' as const, ...around, until }
  }

  #around(rows: readonly Interval[]) {
    const start = Math.min(...rows.map((row) => row.start))
    const end = Math.max(...rows.map((row) => row.end))
    const asked = { start: this.#start, end: this.#start + serviceMinutes(this.#request.service) }
    return { start, end, near: !overlaps({ start, end }, asked) }
  }

  /** With all hours out of the way. */
  #leavesRoom(taken: Partial<Pick<BookableResource, 'busy' | 'occupied' | 'seats'>>): boolean {
    const open = { ...this.#resource, ...NO_HOURS, withheld: [] }
    const location = { ...this.#request.location, ...NO_HOURS, holidays: [] }
    return this.#fits({ ...open, seats: 1, busy: [], occupied: [], ...taken }, { location })
  }

  /** The first kind's hours and free time anchor the grid; the others follow. */
  #isOnGrid(): boolean {
    const { service } = this.#request
    if (this.#resource.kind !== kindsOf(service)[0]) return true
    return this.#fits(this.#resource, { service })
  }

  #fits(resource: BookableResource, change: Change = {}): boolean {
    const { service, location } = this.#request
    const anyMinute = { ...service, grid: { policy: 'free_start' as const, minutes: 1 } }
    const others = kindsOf(service).filter((kind) => kind !== resource.kind)
    const never = others.map((kind) => ({ id: kind, kind, seats: 1, hours: null, busy: [], occupied: [] }))
    const asked = {
      service: change.service ?? anyMinute,
      location: change.location ?? location,
      resources: [resource, ...never].map((each) => ({ ...each, occupied: each.occupied.map(withoutEnd) })),
      from: this.#start,
      to: this.#start + 1,
      // So that neither notice nor dates matter.
      now: this.#start - service.noticeMinutes,
    }
    return slotAt({ ...asked, service: withoutDates(asked.service) }, this.#start) !== undefined
  }
}

const withoutTimes = ({ code, limit }: Withholding) => ({ code, ...(limit ? { limit } : {}) })

const codeOf = ({ absence }: BusyTime) => (absence ? ('absence' as const) : ('calendar_entry' as const))

const withoutEnd = (occupancy: Occupancy): Occupancy => ({ ...occupancy, heldUntil: null })
