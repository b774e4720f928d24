import type { Database } from '../db/database.ts'

/** How long finished things are kept, in days. */
export interface Keep {
  /** Jobs that were done or cancelled. Their unique keys become free again. */
  finishedJobs: number
  /** Jobs that failed or were quarantined: kept longer, since somebody should look at them. */
  givenUpJobs: number
  idempotencyKeys: number
}

export interface Purged {
  jobs: number
  idempotencyKeys: number
}

/** Small, so that no statement holds locks or dirties pages for long. */
const BATCH = 500

const JOBS = `delete from jobs where id = any (array(
  select id from jobs where finished_at < clock_timestamp() - make_interval(days => $1) and state = any ($2::text[])
  order by finished_at limit $3 for update skip locked))`

const KEYS = `delete from idempotency_keys where (tenant_id, key) in (
  select tenant_id, key from idempotency_keys where created_at < clock_timestamp() - make_interval(days => $1)
  order by created_at limit $2)`

/** Deletes what is older than `keep`, batch by batch. Events are history and stay. */
export async function purge(database: Database, keep: Keep): Promise<Purged> {
  const finished = await inBatches(database, JOBS, [keep.finishedJobs, ['done', 'cancelled'], BATCH])
  const givenUp = await inBatches(database, JOBS, [keep.givenUpJobs, ['failed', 'quarantined'], BATCH])
  const idempotencyKeys = await inBatches(database, KEYS, [keep.idempotencyKeys, BATCH])
  return { jobs: finished + givenUp, idempotencyKeys }
}

async function inBatches(database: Database, text: string, values: readonly unknown[]): Promise<number> {
  let all = 0
  let batch = BATCH
  while (batch === BATCH) {
    batch = await database.asCourier((tx) => tx.run({ text, values }))
    all += batch
  }
  return all
}
