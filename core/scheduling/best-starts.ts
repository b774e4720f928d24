import type { Candidate } from './candidate.ts'
import { compare, type Offer, reasonFor } from './optimizer.ts'
import { type StartRules, StartWalk } from './start-walk.ts'
import type { ChosenBecause } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** A start, and who leads it. */
export interface Leader {
  readonly start: EpochMinute
  readonly offer: Offer
  readonly because: ChosenBecause
}

const NOBODY_ELSE: readonly Offer[] = []

/** Merges the walks of all candidates: each start once, upwards, with the best of those that have it. */
export class BestStarts {
  readonly #walks: readonly StartWalk[]
  readonly #before: EpochMinute
  /** Where all have the same priority it is nobody's reason, so who else is free need not be told. */
  readonly #isRanked: boolean
  #start: EpochMinute

  constructor(candidates: readonly Candidate[], rules: StartRules) {
    this.#walks = candidates.map((candidate) => new StartWalk(candidate, rules))
    this.#before = rules.to
    this.#isRanked = candidates.some(({ priority }) => priority !== candidates[0]?.priority)
    this.#start = this.#leave(undefined)
  }

  next(): Leader | undefined {
    const start = this.#start
    if (start >= this.#before) return undefined
    const offer = this.#best(start)
    if (!offer) return undefined
    const because = reasonFor(offer, this.#isRanked ? this.#offers(start) : NOBODY_ELSE)
    this.#start = this.#leave(start)
    return { start, offer, because }
  }

  /** Gives the first start that there is now. */
  #leave(start: EpochMinute | undefined): EpochMinute {
    let earliest = Number.POSITIVE_INFINITY
    for (const walk of this.#walks) {
      if (walk.start === start) walk.advance()
      if (walk.start < earliest) earliest = walk.start
    }
    return earliest
  }

  #best(start: EpochMinute): Offer | undefined {
    let best: Offer | undefined
    for (const walk of this.#walks) {
      if (walk.start !== start || !walk.offer) continue
      if (!best || compare(walk.offer, best, start) < 0) best = walk.offer
    }
    return best
  }

  #offers(start: EpochMinute): Offer[] {
    return this.#walks.flatMap((walk) => (walk.start === start ? (walk.offer ?? []) : []))
  }
}
