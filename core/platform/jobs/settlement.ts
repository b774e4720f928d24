import { backoff } from './backoff.ts'
import type { JobOutcome } from './job.ts'

/** What is written into a job's row when a run of it ends. */
export type Settlement =
  | { state: 'done'; error: null }
  | { state: 'cancelled' | 'failed'; error: string }
  | { state: 'waiting'; runAt: number; error: string | null; counts: boolean }

export interface RunFacts {
  /** 1 on the first run. */
  attempt: number
  maxAttempts: number
  /** Epoch milliseconds of the business clock. */
  now: number
  /** 0 up to 1. */
  random: number
}

/** The rule that turns an outcome into the job's next state. Throws on a word that is not an outcome. */
export function settle(outcome: JobOutcome, facts: RunFacts): Settlement {
  switch (outcome.is) {
    case 'done':
      return { state: 'done', error: null }
    case 'cancel':
      return { state: 'cancelled', error: outcome.why }
    case 'snooze':
      return { state: 'waiting', runAt: outcome.until, error: outcome.why ?? null, counts: false }
    case 'retry':
      return retry(outcome, facts)
    default:
      throw new TypeError(`a handler answered with ${JSON.stringify(outcome)}, which is no outcome`)
  }
}

function retry({ why, after }: { why: string; after?: number }, facts: RunFacts): Settlement {
  const { attempt, maxAttempts, now, random } = facts
  if (attempt >= maxAttempts) return { state: 'failed', error: why }
  return { state: 'waiting', runAt: now + (after ?? backoff(attempt, random)), error: why, counts: true }
}
