import type { Tx } from '../platform/db/tx.ts'
import type { BusySpan, ReadableCalendar } from './busy-repository.ts'

/** An entry of a confirmed appointment that stands in a calendar, as far as the hub knows. Epoch milliseconds. */
export interface StandingEntry {
  key: string
  reference: string
  start: number
  end: number
  standsUntil: number | null
}

/** Epoch milliseconds. */
export interface ComparedSpan {
  from: number
  to: number
}

export async function findBusyWithin(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  { from, to }: ComparedSpan,
): Promise<BusySpan[]> {
  const rows = await tx.rows<{ external_id: string; starts_at: Date; ends_at: Date }>({
    name: 'busy-compared',
    text: `select external_id, starts_at, ends_at from busy_blocks
      where tenant_id = $1 and connection_id = $2 and calendar = $3 and ends_at > $4 and starts_at < $5`,
    values: [connection.tenantId, connection.connectionId, calendar, new Date(from), new Date(to)],
  })
  return rows.map((row) => ({
    externalId: row.external_id,
    start: row.starts_at.getTime(),
    end: row.ends_at.getTime(),
  }))
}

/** Without what was written after `before` (epoch milliseconds): the provider may have been asked already. */
export async function findStandingEntries(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  { from, to, before }: ComparedSpan & { before: number },
): Promise<StandingEntry[]> {
  const rows = await tx.rows<{
    entry_key: string
    reference: string
    starts_at: Date
    ends_at: Date
    stands_until: Date | null
  }>({
    name: 'entries-compared',
    text: `select e.entry_key, e.reference, e.starts_at, e.ends_at, e.stands_until from appointment_entries e
      join appointments a on a.tenant_id = e.tenant_id and a.id = e.appointment_id and a.status = 'confirmed'
      where e.tenant_id = $1 and e.connection_id = $2 and e.calendar = $3 and e.state = 'written'
        and e.reference is not null and e.starts_at >= $4 and e.starts_at < $5 and e.updated_at < $6
      order by e.starts_at`,
    values: [
      connection.tenantId,
      connection.connectionId,
      calendar,
      new Date(from),
      new Date(to),
      new Date(before),
    ],
  })
  return rows.map((row) => ({
    key: row.entry_key,
    reference: row.reference,
    start: row.starts_at.getTime(),
    end: row.ends_at.getTime(),
    standsUntil: row.stands_until?.getTime() ?? null,
  }))
}
