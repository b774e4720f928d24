import { badAnswers } from './checks/answer-checks.ts'
import { misplaced, overlapping, untrue } from './checks/appointment-checks.ts'
import { wronglyInvoiced, wronglyMetered } from './checks/billing-checks.ts'
import type { DrillRow, Recovery } from './drill-row.ts'
import type { Evidence } from './evidence.ts'

/** Milliseconds. */
const DUE_WITHIN = 60_000

/** How the hub was seen while it happened. */
export interface Seen extends Pick<Recovery, 'longestWait'> {
  /** See `slowness`: limits of time are stretched by it. */
  slowness: number
}

/** Each sentence is something that was promised and does not hold. */
export function brokenPromises(
  evidence: Evidence,
  { unanswered = false }: Pick<DrillRow, 'unanswered'>,
  { longestWait, slowness }: Seen,
): string[] {
  return [
    ...overlapping(evidence),
    ...untrue(evidence),
    ...misplaced(evidence),
    ...wronglyMetered(evidence),
    ...wronglyInvoiced(evidence),
    ...leftUndone(evidence),
    ...badAnswers(evidence.witness, { unanswered, slowness }),
    ...(longestWait > DUE_WITHIN * slowness
      ? [`something due waited ${Math.round(longestWait / 1_000)} s after the fault's end`]
      : []),
  ]
}

function leftUndone({ givenUp, unprocessed, unstamped }: Evidence): string[] {
  return [
    ...givenUp.map(({ id, kind, state, last_error }) => `job ${kind} ${id} is ${state}: ${last_error}`),
    ...(unprocessed > 0 ? [`${unprocessed} deliveries lie in the inbox`] : []),
    ...(unstamped > 0 ? [`${unstamped} events can be read by nobody`] : []),
  ]
}
