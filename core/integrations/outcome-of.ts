import type { JobOutcome } from '../platform/jobs/job.ts'
import { ConnectionGone } from './host/connection-gone.ts'

/** Milliseconds until a job looks again whether an admin has done something about the connection. */
const NEEDS_ADMIN = 5 * 60_000
/** Milliseconds to wait where the provider did not say. */
const PATIENCE = 10_000

/**
 * What a job does about a provider's failure. An outage does not use up attempts: nothing due may be lost because a
 * provider was away for a day. Told by name, since a plugin may bring its own copy of the SDK's classes.
 */
export function outcomeOf(error: unknown, now: number): JobOutcome {
  if (!(error instanceof Error)) throw error
  if (error instanceof ConnectionGone) return { is: 'cancel', why: 'the connection was removed' }
  if (error.name === 'RetryLater') {
    const after = 'after' in error && typeof error.after === 'number' ? error.after : PATIENCE
    return { is: 'snooze', until: now + after, why: error.message }
  }
  if (error.name === 'ReauthRequired' || error.name === 'Misconfigured') {
    return { is: 'snooze', until: now + NEEDS_ADMIN, why: error.message }
  }
  if (error.name === 'Refused') return { is: 'cancel', why: error.message }
  throw error
}
