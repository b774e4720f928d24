import type { Candidate, Run } from './candidate.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** A candidate that is free at the start in question, and the run of starts around it. */
export interface Offer {
  readonly candidate: Candidate
  readonly run: Run
}

/**
 * Who gets the appointment: the one wished for; else where it leaves the fewest gaps (flush with a neighbour or
 * with the opening on both sides, then on one); else who has least to do in that window; else by id and seat, so
 * that the same question always has the same answer.
 */
export function bestOffer(offers: readonly Offer[], start: EpochMinute): Offer | undefined {
  let best: Offer | undefined
  for (const offer of offers) {
    if (!best || compare(offer, best, start) < 0) best = offer
  }
  return best
}

/** Negative where `a` is to be chosen before `b`. */
export function compare(a: Offer, b: Offer, start: EpochMinute): number {
  return (
    Number(b.candidate.wished) - Number(a.candidate.wished) ||
    gapsLeft(a.run, start) - gapsLeft(b.run, start) ||
    a.run.load - b.run.load ||
    byId(a.candidate, b.candidate)
  )
}

const gapsLeft = (run: Run, start: EpochMinute): number =>
  Number(start > run.start) + Number(start < run.end - 1)

// By code unit: a locale's order would differ from one machine to the next.
function byId(a: Candidate, b: Candidate): number {
  if (a.resourceId === b.resourceId) return a.seat - b.seat
  return a.resourceId < b.resourceId ? -1 : 1
}
