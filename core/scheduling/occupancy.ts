import { type Interval, inOrder, overlaps, union } from './interval.ts'
import { type ResourceKind, type Service, serviceMinutes } from './service.ts'
import { buffersOf } from './service-buffers.ts'
import type { SlotResource } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** No core overlaps a core, nor another appointment's buffer; two buffers may overlap. */
export type Layer = 'core' | 'buffer'

/** An interval of a resource's seat that an appointment or a hold takes up, in epoch minutes. */
export interface Occupancy extends Interval {
  readonly layer: Layer
  /** Counts from 1. */
  readonly seat: number
  readonly appointmentId: string
  /** The class it takes part in, where it does: see `classIdOf`. */
  readonly classId?: string | undefined
  /** Of its own within that class; counts from 1. */
  readonly place?: number | undefined
  /** Epoch minutes, fractions allowed; from this instant on a hold blocks nothing. Null for an appointment. */
  readonly heldUntil?: EpochMinute | null | undefined
  /**
   * Where it is at another location: how long the way to the one that was asked about takes, in minutes. So far apart are
   * all cores here and there, whichever comes first and whichever seat they have.
   */
  readonly travel?: number | undefined
}

/** What another location's core keeps free here of cores. */
export const withTravel = ({ start, end, travel = 0 }: Occupancy): Interval => ({
  start: start - travel,
  end: end + travel,
})

/** Whether the two walls, or the way to another location, keep both from being. */
export function collides(ours: Omit<PlannedOccupancy, 'resourceId'>, other: Occupancy): boolean {
  const cores = ours.layer === 'core' && other.layer === 'core'
  if (cores && other.travel && overlaps(ours, withTravel(other))) return true
  const bothBuffers = ours.layer === 'buffer' && other.layer === 'buffer'
  return ours.seat === other.seat && !bothBuffers && overlaps(ours, other)
}

export interface PlannedOccupancy extends Interval {
  readonly resourceId: string
  readonly seat: number
  readonly layer: Layer
}

/** What one kind does within a service, in minutes from the appointment's start. */
export interface Footprint {
  /** When it works: this is what must lie within its hours. */
  readonly work: readonly Interval[]
  /** What is stored as core: the work, under `additive` with its buffers. */
  readonly core: readonly Interval[]
  /** What is stored as buffer. */
  readonly buffer: readonly Interval[]
  /** Both. */
  readonly whole: readonly Interval[]
}

/**
 * Buffers lie before a resource's first and after its last work. Waiting in between has none: the gap is part of
 * the appointment, and whatever is placed there brings its own buffers.
 */
export function footprintOf(service: Service, kind: ResourceKind): Footprint {
  const work = workOf(service, kind)
  const buffer = buffersAround(work, service, kind)
  const whole = union(inOrder([...work, ...buffer]))
  if (service.bufferPolicy === 'additive') return { work, core: whole, buffer: [], whole }
  return { work, core: work, buffer, whole }
}

/**
 * The rows a booking of `assignment` at `start` writes. The availability engine checks against the same
 * footprints, so what is offered and what is stored can't differ.
 */
export function occupanciesOf(
  service: Service,
  start: EpochMinute,
  assignment: readonly SlotResource[],
): PlannedOccupancy[] {
  const byKind = new Map(assignment.map((resource) => [resource.kind, resource]))
  return [...byKind.values()].flatMap(({ kind, resourceId, seat }) => {
    const { core, buffer } = footprintOf(service, kind)
    const at = (layer: Layer) => (part: Interval) => ({
      resourceId,
      seat,
      layer,
      start: start + part.start,
      end: start + part.end,
    })
    return [...core.map(at('core')), ...buffer.map(at('buffer'))]
  })
}

function workOf(service: Service, kind: ResourceKind): Interval[] {
  const parts: Interval[] = []
  let reached = 0
  for (const { minutes, needs } of service.segments) {
    if (needs.includes(kind)) parts.push({ start: reached, end: reached + minutes })
    reached += minutes
  }
  return union(parts)
}

function buffersAround(work: readonly Interval[], service: Service, kind: ResourceKind): Interval[] {
  const { before, after } = buffersOf(service, kind)
  const start = work[0]?.start ?? 0
  const end = work.at(-1)?.end ?? serviceMinutes(service)
  return [
    { start: start - before, end: start },
    { start: end, end: end + after },
  ].filter((buffer) => buffer.start < buffer.end)
}
