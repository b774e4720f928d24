import type { Database } from '../db/database.ts'

/** The jobs of one kind, of all tenants. */
export interface QueueCounts {
  kind: string
  /** To run now. */
  due: number
  /** To run later: a retry, or work that was put for a time. */
  waiting: number
  running: number
  failed: number
  quarantined: number
}

const COUNTS = `select kind,
    count(*) filter (where state = 'waiting' and run_at <= $1)::int as due,
    count(*) filter (where state = 'waiting' and run_at > $1)::int as waiting,
    count(*) filter (where state = 'running')::int as running,
    count(*) filter (where state = 'failed')::int as failed,
    count(*) filter (where state = 'quarantined')::int as quarantined
  from jobs where state in ('waiting', 'running', 'quarantined', 'failed') group by kind order by kind`

/** Of every kind that has something to be done or given up. `now` as for `jobLag`. */
export function queueCounts(database: Pick<Database, 'asCourier'>, now: number): Promise<QueueCounts[]> {
  return database.asCourier((tx) => tx.rows<QueueCounts>({ text: COUNTS, values: [new Date(now)] }))
}
