import type { NewJob } from '../platform/jobs/job.ts'

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
