import type { Database } from '../db/database.ts'

/** What waits that should not, and what was given up. */
export interface JobLag {
  /** Due and not running. */
  due: number
  /** Of the job that has been due for the longest time; undefined when none is. */
  oldest: { kind: string; seconds: number } | undefined
  /** The runner let the lease run out: it died, and nobody has taken the job over. */
  abandoned: number
  quarantined: number
  failed: number
}

const COUNTS = `select count(*) filter (where state = 'waiting' and run_at <= $1)::int as due,
    count(*) filter (where state = 'running' and lease_until < clock_timestamp())::int as abandoned,
    count(*) filter (where state = 'quarantined')::int as quarantined,
    count(*) filter (where state = 'failed')::int as failed
  from jobs where state in ('waiting', 'running', 'quarantined', 'failed')`

const OLDEST = `select kind, extract(epoch from $1::timestamptz - run_at)::float as seconds
  from jobs where state = 'waiting' and run_at <= $1 order by run_at limit 1`

/** `now` is the business clock's, epoch milliseconds, as for the claims. */
export async function jobLag(database: Pick<Database, 'asCourier'>, now: number): Promise<JobLag> {
  const values = [new Date(now)]
  return database.asCourier(async (tx) => {
    const counts = await tx.first<Omit<JobLag, 'oldest'>>({ text: COUNTS, values })
    const oldest = await tx.first<{ kind: string; seconds: number }>({ text: OLDEST, values })
    return { due: 0, abandoned: 0, quarantined: 0, failed: 0, ...counts, oldest }
  })
}
