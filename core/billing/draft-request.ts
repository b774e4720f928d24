import type { NewJob } from '../platform/jobs/job.ts'

/** Milliseconds. A call tells several usages at once; further up the tree they come from many clients. */
const WINDOWS = { used: 2_000, usedBelow: 60_000 }

/**
 * Asks for the draft that a tenant is shown to be rated again, because of usage of its own or of those below it. One
 * job covers all usage of a window of time, and is due when that is over. Usage that takes longer to commit than the
 * job waits is found by the next one, at the latest by the hourly `billing.plan`.
 */
export function draftRequest(tenantId: string, why: keyof typeof WINDOWS, now: number): NewJob {
  const window = WINDOWS[why]
  const slot = Math.floor(now / window)
  return {
    kind: 'billing.draft',
    tenantId,
    payload: {},
    uniqueKey: `${tenantId}:${why}:${slot}`,
    runAt: (slot + 1) * window,
  }
}
