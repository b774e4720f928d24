import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, Tick } from '../platform/jobs/job.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import { findUnsettled } from './collection-repository.ts'
import type { InvoiceCollection } from './invoice-collection.ts'

export interface CollectionJobParts {
  database: Database
  collection: InvoiceCollection
  directory: TenantDirectory
  jobs: JobSink
  clock: Clock
}

/** Once a day: what the provider has and nobody has told the end of. */
export const collectionTicks = (): Tick[] => [
  {
    name: 'invoices.check',
    cron: '0 23 4 * * *',
    jobs: (slot) => [{ kind: 'invoices.check', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export const collectionJobs = (parts: CollectionJobParts): JobHandler[] => [
  { kind: 'invoice.collect', maxAttempts: 20, run: (run) => parts.collection.run(run) },
  { kind: 'invoice.check', maxAttempts: 20, run: (run) => parts.collection.check(run) },
  { kind: 'invoice.withdraw', maxAttempts: 20, run: (run) => parts.collection.withdraw(run) },
  { kind: 'invoices.check', maxAttempts: 3, run: (run) => plan(parts, run) },
]

async function plan({ database, directory, jobs }: CollectionJobParts, { id }: JobRun): Promise<JobOutcome> {
  for (const tenantId of await directory.issuerIds()) {
    await database.inTenant(tenantId, async (tx) => {
      const unsettled = await findUnsettled(tx, tenantId)
      const checks = unsettled.map(({ id: invoice_id, reference }) => ({
        kind: 'invoice.check',
        tenantId,
        payload: { invoice_id, reference },
        uniqueKey: `${invoice_id}:${id}`,
      }))
      if (checks.length > 0) await jobs.add(tx, checks)
    })
  }
  return { is: 'done' }
}
