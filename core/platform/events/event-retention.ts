import type { Database } from '../db/database.ts'
import type { Logger } from '../log/logger.ts'
import type { Forgettable } from '../retention/forgettable.ts'
import type { RetentionPolicy } from '../retention/retention-policy.ts'

const OLD = 'recorded_at < clock_timestamp() - make_interval(days => $1)'

/**
 * Walks from the oldest on and never past a consumer's cursor. What goes is noted for its tenant in the same
 * statement, so that a reader who missed it is told. `$3` is how far the run has come.
 */
const DELETE = `with oldest as (
    select tenant_id, id, position, recorded_at from events
    where position > $3 and position <= (select coalesce(min(position), 9223372036854775807) from event_cursors)
    order by position limit $2),
  gone as (
    delete from events using oldest
    where events.tenant_id = oldest.tenant_id and events.id = oldest.id and oldest.${OLD}
    returning events.tenant_id, events.position),
  noted as (
    insert into forgotten_events (tenant_id, position)
    select tenant_id, max(position) from gone group by tenant_id order by tenant_id
    on conflict (tenant_id) do update set position = greatest(forgotten_events.position, excluded.position))
  select count(*)::int as rows, max(position) as reached from gone`

/** Consumers that have not read an event which would be forgotten otherwise. */
const BEHIND = `select consumer from event_cursors
  where (select ${OLD} from events where events.position > event_cursors.position order by position limit 1)`

interface EventRetentionParts {
  database: Database
  log: Logger
}

/** Events that every consumer of the hub has read. One without a position has been read by nobody yet. */
export function eventRetention(
  { database, log }: EventRetentionParts,
  keep: Pick<RetentionPolicy, 'events'>,
): Forgettable[] {
  async function* batches({ limit }: { limit: number }): AsyncIterable<number> {
    let reached = '0'
    let rows = limit
    while (rows > 0) {
      const query = { text: DELETE, values: [keep.events, limit, reached] }
      const batch = await database.asCourier((tx) =>
        tx.first<{ rows: number; reached: string | null }>(query),
      )
      rows = batch?.rows ?? 0
      reached = batch?.reached ?? reached
      yield rows
    }
    await tellOfThoseBehind()
  }

  async function tellOfThoseBehind(): Promise<void> {
    const query = { text: BEHIND, values: [keep.events] }
    for (const { consumer } of await database.asCourier((tx) => tx.rows<{ consumer: string }>(query))) {
      log.warn({ consumer }, 'old events are kept, since this consumer has not read them')
    }
  }

  return [{ name: 'events', batches }]
}
