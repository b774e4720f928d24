import type { Candidate } from './candidate.ts'
import type { Run } from './free-runs.ts'
import type { ChoicePolicy } from './service.ts'
import type { ChosenBecause } from './time-slot.ts'
import type { EpochMinute } from './zone-offsets.ts'

/** A candidate that is free at the start in question, and the run of starts around it. */
export interface Offer {
  readonly candidate: Candidate
  readonly run: Run
}

/**
 * Who gets the appointment: the one wished for; else, where the service wants that, whoever served the customer last;
 * else the highest priority; else whom the service's policy takes; else by id and seat, so that the same question
 * always has the same answer.
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
  const { candidate: ours } = a
  const { candidate: theirs } = b
  return (
    Number(theirs.wished) - Number(ours.wished) ||
    Number(theirs.lastTime) - Number(ours.lastTime) ||
    theirs.priority - ours.priority ||
    ORDERS[ours.policy](a, b, start) ||
    ours.seat - theirs.seat
  )
}

type Order = (a: Offer, b: Offer, start: EpochMinute) => number

/** Flush with a neighbour or with the opening on both sides, then on one; then who has least to do in that window. */
const fewestGaps: Order = (a, b, start) =>
  gapsLeft(a.run, start) - gapsLeft(b.run, start) || a.run.load - b.run.load || byId(a, b)

const leastBusy: Order = (a, b, start) =>
  a.run.load - b.run.load || gapsLeft(a.run, start) - gapsLeft(b.run, start) || byId(a, b)

const ORDERS: Record<ChoicePolicy, Order> = {
  fewest_gaps: fewestGaps,
  least_busy: leastBusy,
  // By id before anything of that day: whose turn it is must not depend on the time that is asked about.
  round_robin: (a, b, start) =>
    a.candidate.share - b.candidate.share || byId(a, b) || fewestGaps(a, b, start),
  // Nobody who is free did.
  same_as_last_time: leastBusy,
}

const gapsLeft = (run: Run, start: EpochMinute): number =>
  Number(start > run.start) + Number(start < run.end - 1)

// By code unit: a locale's order would differ from one machine to the next.
function byId({ candidate: { resourceId: a } }: Offer, { candidate: { resourceId: b } }: Offer): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Why `best` is the best of them. Priority is the reason only where it alone decides: two of the same priority are told apart by the policy. */
export function reasonFor({ candidate: best }: Offer, offers: readonly Offer[]): ChosenBecause {
  if (best.wished || best.named) return 'wished'
  if (best.lastTime) return 'same_as_last_time'
  if (outranksAll(best, offers)) return 'priority'
  return best.policy === 'same_as_last_time' ? 'least_busy' : best.policy
}

/** Everybody else, and there is somebody else. */
function outranksAll(best: Candidate, offers: readonly Offer[]): boolean {
  let others = false
  for (const { candidate } of offers) {
    if (candidate.resourceId === best.resourceId) continue
    if (candidate.priority >= best.priority) return false
    others = true
  }
  return others
}
