import type { Database } from '../db/database.ts'
import type { Forgettable, Sweep } from '../retention/forgettable.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'

/** `$4` is how far the run has come, so that no batch walks again past what the ones before it deleted. */
const DELETE = `with old as (
    select id from jobs
    where finished_at < clock_timestamp() - make_interval(days => $1) and state = any ($2::text[]) and finished_at >= $4
    order by finished_at limit $3 for update skip locked),
  gone as (delete from jobs using old where jobs.id = old.id returning finished_at)
  select count(*)::int as rows, max(finished_at)::text as reached from gone`

/** Jobs that ended. One that waits or runs has no end and stays, however old it is. */
export function jobRetention(
  database: Database,
  keep: Pick<RetentionPolicy, 'jobs' | 'givenUp'>,
): Forgettable[] {
  return [
    {
      name: 'jobs',
      batches: (sweep) => ended(database, { days: keep.jobs, states: ['done', 'cancelled'] }, sweep),
    },
    {
      name: 'given-up jobs',
      batches: (sweep) => ended(database, { days: keep.givenUp, states: ['failed', 'quarantined'] }, sweep),
    },
  ]
}

async function* ended(
  database: Database,
  { days, states }: { days: number; states: readonly string[] },
  { limit }: Sweep,
): AsyncIterable<number> {
  let reached = '-infinity'
  let rows = limit
  while (rows === limit) {
    const query = { text: DELETE, values: [days, states, limit, reached] }
    const batch = await database.asCourier((tx) => tx.first<{ rows: number; reached: string | null }>(query))
    rows = batch?.rows ?? 0
    reached = batch?.reached ?? reached
    yield rows
  }
}
