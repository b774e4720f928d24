import type { NewJob } from '../platform/jobs/job.ts'

/** Milliseconds that a run of a job lasts at the most. */
const UNDER_WAY = 60_000

/** Has it taken back at the provider, when a try to collect it that is under way must have ended. */
export const withdrawJob = ({ issuerId, id }: { issuerId: string; id: string }, now: number): NewJob => ({
  kind: 'invoice.withdraw',
  tenantId: issuerId,
  payload: { invoice_id: id },
  uniqueKey: id,
  runAt: now + UNDER_WAY,
})

/** Brings an invoice to the payments provider. `occasion` tells one try from the next: the same one is the same job. */
export const collectJob = (
  { issuerId, id }: { issuerId: string; id: string },
  occasion?: string,
): NewJob => ({
  kind: 'invoice.collect',
  tenantId: issuerId,
  payload: { invoice_id: id },
  uniqueKey: occasion === undefined ? id : `${id}:${occasion}`,
})
