import type { ChoicePolicy, ResourceKind } from './service.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** One resource at work in one segment. `segment` is its index in the service, `seat` counts from 1. */
export interface SlotResource {
  readonly segment: number
  readonly kind: ResourceKind
  readonly resourceId: string
  readonly seat: number
  /** Who was asked for and is away then. */
  readonly insteadOf?: string | undefined
}

/** Why the one was chosen among those that are free: of the staff, where any are needed. */
export type ChosenBecause = 'wished' | 'priority' | ChoicePolicy

/** A time that can be booked as it stands. Buffers lie outside `start` and `end`. */
export interface TimeSlot {
  readonly start: EpochMinute
  readonly end: EpochMinute
  readonly resources: readonly SlotResource[]
  /** Free minutes beside it that would be too short for anything; only where the request asks for it. */
  readonly lost?: number
  readonly chosenBecause: ChosenBecause
  /** Only where the service has places: how many more customers it takes. */
  readonly placesLeft?: number
}

/** Each resource once, in the order of its first work. */
export function resourceIdsOf(slot: Omit<TimeSlot, 'chosenBecause'>): string[] {
  return [...new Set(slot.resources.map(({ resourceId }) => resourceId))]
}
