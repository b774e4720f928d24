import type { Offer } from './optimizer.ts'
import type { ChosenBecause } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** A start, and who serves it. */
export interface Solution {
  readonly start: EpochMinute
  /** One of each kind, in the order of `kindsOf`; all of the one kind, where the request gathers them. */
  readonly chosen: readonly Offer[]
  readonly chosenBecause: ChosenBecause
  /** Of a class: how many more customers it takes. */
  readonly placesLeft?: number
}
