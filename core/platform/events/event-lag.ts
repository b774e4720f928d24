import type { Database } from '../db/database.ts'

/** How far the events' readers are behind their writers. */
export interface EventLag {
  /** Committed, but not stamped by a relay yet. */
  unstamped: number
  /** Seconds since the oldest of them was written; 0 when there is none. */
  oldestSeconds: number
  /** Each durable consumer, and how many stamped events it has not read. */
  consumers: Array<{ name: string; behind: number }>
}

const UNSTAMPED = `select count(*)::int as unstamped,
    coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::float as "oldestSeconds"
  from events where position is null`

const CONSUMERS = `select consumer as name,
    greatest(0, (select coalesce(max(position), 0) from events) - position)::int as behind
  from event_cursors order by consumer`

export async function eventLag(database: Pick<Database, 'asCourier'>): Promise<EventLag> {
  return database.asCourier(async (tx) => {
    const row = await tx.first<Omit<EventLag, 'consumers'>>({ text: UNSTAMPED })
    const consumers = await tx.rows<{ name: string; behind: number }>({ text: CONSUMERS })
    return { unstamped: row?.unstamped ?? 0, oldestSeconds: row?.oldestSeconds ?? 0, consumers }
  })
}
