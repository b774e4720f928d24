import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import type { Forgettable } from '../platform/retention/forgettable.ts'
import type { RetentionPolicy } from '../platform/retention/retention-policy.ts'
import { type ForgottenBatch, type OldRows, tenantByTenant } from '../platform/retention/tenant-by-tenant.ts'
import { forgetWhatWasSaid } from './call-repository.ts'
import { deleteFunctionCalls } from './function-call-repository.ts'

/** What the hub forgets its provider is told to forget too, by a job for each call. */
async function forget(
  { tx, jobs }: { tx: Tx; jobs: JobSink },
  tenantId: string,
  old: OldRows,
): Promise<ForgottenBatch | undefined> {
  const batch = await forgetWhatWasSaid(tx, tenantId, old)
  const ids = batch?.ids ?? []
  if (ids.length > 0)
    await jobs.add(
      tx,
      ids.map((id) => eraseJob(tenantId, id)),
    )
  return batch
}

const eraseJob = (tenantId: string, id: string) => ({
  kind: 'call.erase',
  tenantId,
  payload: { call_id: id },
  uniqueKey: id,
})

/** What was said. The call itself stays, as usage does: they are what an invoice rests on. */
export function callRetention(
  { database, jobs }: { database: Database; jobs: JobSink },
  { conversations: days }: Pick<RetentionPolicy, 'conversations'>,
): Forgettable[] {
  return [
    {
      name: 'function calls',
      batches: (sweep) => tenantByTenant({ database, days, sweep }, deleteFunctionCalls),
    },
    {
      name: 'transcripts',
      batches: (sweep) =>
        tenantByTenant({ database, days, sweep }, (tx, tenantId, old) => forget({ tx, jobs }, tenantId, old)),
    },
  ]
}
