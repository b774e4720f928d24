import type { Tx } from '../platform/db/tx.ts'

/** Instants in epoch milliseconds. */
export interface BusyBlock {
  resourceId: string
  connectionId: string
  calendar: string
  start: number
  end: number
  /** When the calendar was last read; null: never. */
  syncedAt: number | null
  staleAfterMinutes: number
}

export interface BufferTime {
  appointmentId: string
  resourceId: string
  seat: number
  start: number
  end: number
}

/** Epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

/** What outside calendars say, for each resource that is busy then. */
export function findBusyBlocks(tx: Tx, tenantId: string, { from, to }: Span): Promise<BusyBlock[]> {
  return tx.rows<BusyBlock>({
    name: 'calendar-busy-blocks',
    text: `select distinct l.resource_id as "resourceId", l.connection_id as "connectionId", l.calendar,
        (extract(epoch from b.starts_at) * 1000)::float8 as start,
        (extract(epoch from b.ends_at) * 1000)::float8 as end,
        (extract(epoch from c.synced_at) * 1000)::float8 as "syncedAt",
        l.stale_after_minutes as "staleAfterMinutes"
      from calendar_links l
      join busy_blocks b on b.tenant_id = $1 and b.connection_id = l.connection_id and b.calendar = l.calendar
      left join calendar_states c
        on c.tenant_id = $1 and c.connection_id = l.connection_id and c.calendar = l.calendar
      where l.tenant_id = $1 and l.reads and b.ends_at > $2 and b.starts_at < $3
      order by start`,
    values: [tenantId, new Date(from), new Date(to)],
  })
}

/** What these appointments keep free around them. */
export function findBuffers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<BufferTime[]> {
  return tx.rows<BufferTime>({
    name: 'calendar-buffers',
    text: `select appointment_id as "appointmentId", resource_id as "resourceId", seat,
        (extract(epoch from starts_at) * 1000)::float8 as start,
        (extract(epoch from ends_at) * 1000)::float8 as end
      from occupancies
      where tenant_id = $1 and appointment_id = any ($2::uuid[]) and layer = 1 order by starts_at`,
    values: [tenantId, ids],
  })
}
