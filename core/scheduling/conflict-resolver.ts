import { findSlots } from './availability.ts'
import type { AvailabilityRequest, BookableResource, Withholding } from './availability-request.ts'
import { blocks } from './blocking.ts'
import { reachOf } from './booking-window.ts'
import type { Grid } from './service.ts'
import type { TimeSlot } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** Why a start is not offered. All times are epoch minutes. */
export type Refusal =
  /** `earliest`: the first instant that keeps the notice and is not before the service's dates; not necessarily free. */
  | { readonly code: 'too_soon'; readonly earliest: EpochMinute }
  /** `before`: a start must lie before this. */
  | { readonly code: 'too_far'; readonly before: EpochMinute }
  | { readonly code: 'outside_hours' }
  /** Without a limit of its own, `limit_reached` is that of the holder's holds. */
  | Pick<Withholding, 'code' | 'limit'>
  /** `until`: when the last of the holds in the way ends, if none is renewed. */
  | { readonly code: 'held_until'; readonly until: EpochMinute }
  /** Booked, too close to a neighbour's buffer, or off the grid of offered starts. */
  | { readonly code: 'slot_taken' }

export type OutOfReach = Extract<Refusal, { code: 'too_soon' | 'too_far' }>

const ANY_MINUTE: Grid = { policy: 'free_start', minutes: 1 }

/**
 * Null where the start can be booked. Asks the engine again with one obstacle after the other removed, so that a
 * reason can't contradict what is offered.
 */
export function explainRefusal(request: AvailabilityRequest, start: EpochMinute): Refusal | null {
  return explainNone({ ...request, from: start, to: start + 1, limit: 1 })
}

type Fits = (slot: TimeSlot) => boolean

/** The same for all starts of the request's range that fit: what keeps every one of them from being offered. */
export function explainNone(request: AvailabilityRequest, fits: Fits = () => true): Refusal | null {
  const first: Look = (changed) => findSlots(changed).slots.find(fits)
  if (first(request)) return null
  return (
    allOutOfReach(request) ??
    outsideHours(request, first) ??
    withheldFrom(request, first) ??
    heldByOthers(request, first) ?? { code: 'slot_taken' }
  )
}

/** The first slot that fits, under changed conditions. */
type Look = (request: AvailabilityRequest) => TimeSlot | undefined

const allOutOfReach = (request: AvailabilityRequest): OutOfReach | undefined => {
  const last = outOfReach(request, request.to - 1)
  if (last?.code === 'too_soon') return last
  const first = outOfReach(request, request.from)
  return first?.code === 'too_far' ? first : undefined
}

/** What no resource and no cancellation can change. */
export function outOfReach(request: AvailabilityRequest, start: EpochMinute): OutOfReach | undefined {
  const { earliest, horizon, closes } = reachOf(request)
  if (start < earliest) return { code: 'too_soon', earliest }
  const before = Math.min(horizon, closes)
  return start >= before ? { code: 'too_far', before } : undefined
}

function outsideHours(request: AvailabilityRequest, first: Look): Refusal | undefined {
  const idle = withResources(request, (resource) => ({ ...resource, busy: [], occupied: [], withheld: [] }))
  const service = { ...request.service, grid: ANY_MINUTE }
  return first({ ...idle, service }) ? undefined : { code: 'outside_hours' }
}

function withheldFrom(request: AvailabilityRequest, first: Look): Refusal | undefined {
  const slot = first(withResources(request, (resource) => ({ ...resource, withheld: [] })))
  const reason =
    slot && withholdingsOf(slot, request).find(({ start, end }) => start <= slot.start && slot.start < end)
  return reason && { code: reason.code, ...(reason.limit ? { limit: reason.limit } : {}) }
}

function heldByOthers(request: AvailabilityRequest, first: Look): Refusal | undefined {
  const until = holdEnds(request).find((end) => first(withoutHoldsUntil(request, end)))
  return until === undefined ? undefined : { code: 'held_until', until }
}

function withoutHoldsUntil(request: AvailabilityRequest, end: EpochMinute): AvailabilityRequest {
  return withResources(request, (resource) => ({
    ...resource,
    occupied: resource.occupied.filter(({ heldUntil }) => heldUntil == null || heldUntil > end),
  }))
}

/** When the holds that block end, each instant once, the next one first. */
function holdEnds(request: AvailabilityRequest): EpochMinute[] {
  const blocking = request.resources
    .flatMap(({ occupied }) => occupied)
    .filter((occupancy) => blocks(occupancy, request))
  return [...new Set(blocking.flatMap(({ heldUntil }) => heldUntil ?? []))].sort((a, b) => a - b)
}

function withholdingsOf({ resources }: TimeSlot, request: AvailabilityRequest): Withholding[] {
  const ids = new Set(resources.map(({ resourceId }) => resourceId))
  return request.resources.filter(({ id }) => ids.has(id)).flatMap(({ withheld }) => withheld ?? [])
}

function withResources(
  request: AvailabilityRequest,
  change: (resource: BookableResource) => BookableResource,
): AvailabilityRequest {
  return { ...request, resources: request.resources.map(change) }
}
