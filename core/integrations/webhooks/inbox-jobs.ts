import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, Tick } from '../../platform/jobs/job.ts'
import { findOwners } from '../connections/connection-repository.ts'
import { deleteDeliveries } from './inbox-repository.ts'

const DAY = 86_400_000
/**
 * Milliseconds of real time. Providers repeat for days at most, so a longer memory catches no duplicate; what could
 * not be worked on is kept until somebody had the time to look.
 */
const KEEP = { processed: 30 * DAY, unprocessed: 90 * DAY }
/** Rows in one statement, so that none holds its locks for long. */
const BATCH = 500

/** Every night: bodies hold what callers said, and are not kept for ever. */
export const inboxTicks = (): Tick[] => [
  {
    name: 'inbox.purge',
    cron: '0 41 3 * * *',
    jobs: (slot) => [{ kind: 'inbox.purge', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export const inboxJobs = ({ database }: { database: Database }): JobHandler[] => [
  { kind: 'inbox.purge', maxAttempts: 3, timeout: 600_000, run: () => purge(database) },
]

async function purge(database: Database): Promise<JobOutcome> {
  const now = Date.now()
  for (const tenantId of await database.inDirectory((tx) => findOwners(tx))) {
    await deleteAll(database, tenantId, { before: now - KEEP.processed, processedOnly: true })
    await deleteAll(database, tenantId, { before: now - KEEP.unprocessed, processedOnly: false })
  }
  return { is: 'done' }
}

async function deleteAll(
  database: Database,
  tenantId: string,
  old: { before: number; processedOnly: boolean },
): Promise<void> {
  let deleted = BATCH
  while (deleted === BATCH) {
    deleted = await database.inTenant(tenantId, (tx) =>
      deleteDeliveries(tx, tenantId, { ...old, limit: BATCH }),
    )
  }
}
