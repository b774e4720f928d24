import type { ConnectionRef } from '../integrations/index.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'

/** A calendar of an own connection; `connection.tenantId` is whose rows these are. */
export interface ReadableCalendar {
  connection: ConnectionRef
  calendar: string
}

/** Epoch milliseconds. */
export interface BusySpan {
  externalId: string
  start: number
  end: number
}

export async function findReadCalendars(
  tx: Tx,
  { tenantId, connectionId }: ConnectionRef,
): Promise<string[]> {
  const rows = await tx.rows<{ calendar: string }>({
    name: 'calendars-read',
    text: `select distinct calendar from calendar_links
      where tenant_id = $1 and connection_tenant_id = $1 and connection_id = $2 and reads order by calendar`,
    values: [tenantId, connectionId],
  })
  return rows.map(({ calendar }) => calendar)
}

/** The resources that are busy when that calendar says so. */
export async function findReaders(tx: Tx, { connection, calendar }: ReadableCalendar): Promise<string[]> {
  const rows = await tx.rows<{ resource_id: string }>({
    name: 'calendar-readers',
    text: `select distinct resource_id from calendar_links
      where tenant_id = $1 and connection_id = $2 and calendar = $3 and reads`,
    values: [connection.tenantId, connection.connectionId, calendar],
  })
  return rows.map(({ resource_id }) => resource_id)
}

/** Which of these ids are entries that the hub wrote itself. */
export async function findOwnIds(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ entry_key: string; reference: string | null }>({
    name: 'entries-own',
    text: `select entry_key, reference from appointment_entries
      where tenant_id = $1 and (entry_key = any ($2::text[]) or reference = any ($2::text[]))`,
    values: [tenantId, ids],
  })
  return new Set(rows.flatMap(({ entry_key, reference }) => [entry_key, reference ?? entry_key]))
}

/** Drops what overlaps `within` (epoch milliseconds; null: everything), except for `keep`. */
export async function clearBusy(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  { within, keep }: { within: { from: number; to: number } | null; keep: readonly string[] },
): Promise<void> {
  await tx.run({
    name: 'busy-clear',
    text: `delete from busy_blocks where tenant_id = $1 and connection_id = $2 and calendar = $3
      and ($4::timestamptz is null or ends_at > $4) and ($5::timestamptz is null or starts_at < $5)
      and not external_id = any ($6::text[])`,
    values: [
      connection.tenantId,
      connection.connectionId,
      calendar,
      within ? new Date(within.from) : null,
      within ? new Date(within.to) : null,
      keep,
    ],
  })
}

export async function freeBusy(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  await tx.run({
    name: 'busy-free',
    text: `delete from busy_blocks
      where tenant_id = $1 and connection_id = $2 and calendar = $3 and external_id = any ($4::text[])`,
    values: [connection.tenantId, connection.connectionId, calendar, externalIds],
  })
}

/** Gives those that are new or have moved. Each external id at most once. */
export async function putBusy(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  spans: readonly BusySpan[],
): Promise<BusySpan[]> {
  if (spans.length === 0) return []
  const rows = await tx.rows<{ external_id: string }>({
    name: 'busy-put',
    text: `insert into busy_blocks as known (tenant_id, connection_id, calendar, id, external_id, during)
      select $1::uuid, $2::uuid, $3::text, row_id, external_id, tstzrange(starts_at, ends_at)
      from unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::timestamptz[])
        as told (row_id, external_id, starts_at, ends_at)
      on conflict (tenant_id, connection_id, calendar, external_id) do update set during = excluded.during
        where known.during <> excluded.during
      returning external_id`,
    values: [
      connection.tenantId,
      connection.connectionId,
      calendar,
      spans.map(() => newId()),
      spans.map(({ externalId }) => externalId),
      spans.map(({ start }) => new Date(start)),
      spans.map(({ end }) => new Date(end)),
    ],
  })
  const changed = new Set(rows.map(({ external_id }) => external_id))
  return spans.filter(({ externalId }) => changed.has(externalId))
}

export async function noteSynced(
  tx: Tx,
  { connection, calendar }: ReadableCalendar,
  at: Date,
): Promise<void> {
  await tx.run({
    name: 'calendar-synced',
    text: `insert into calendar_states (tenant_id, connection_id, calendar, synced_at) values ($1, $2, $3, $4)
      on conflict (tenant_id, connection_id, calendar) do update set synced_at = excluded.synced_at`,
    values: [connection.tenantId, connection.connectionId, calendar, at],
  })
}

export interface Clash {
  appointment_id: string
  busy_start: Date
  busy_end: Date
}

/** Active appointments whose work on these resources overlaps one of the spans. */
export function findClashes(
  tx: Tx,
  { tenantId, resourceIds }: { tenantId: string; resourceIds: readonly string[] },
  spans: readonly BusySpan[],
): Promise<Clash[]> {
  return tx.rows<Clash>({
    name: 'busy-clashes',
    text: `select distinct on (o.appointment_id) o.appointment_id, busy.starts_at as busy_start, busy.ends_at as busy_end
      from unnest($3::timestamptz[], $4::timestamptz[]) as busy (starts_at, ends_at)
      join occupancies o on o.tenant_id = $1 and o.resource_id = any ($2::uuid[]) and o.active and o.layer = 0
        and o.ends_at > busy.starts_at and o.starts_at < busy.ends_at
      order by o.appointment_id, busy.starts_at`,
    values: [
      tenantId,
      resourceIds,
      spans.map(({ start }) => new Date(start)),
      spans.map(({ end }) => new Date(end)),
    ],
  })
}

/** What was booked while the calendar was stale has been looked at now. */
export async function clearProvisional(
  tx: Tx,
  { tenantId, resourceIds }: { tenantId: string; resourceIds: readonly string[] },
): Promise<void> {
  await tx.run({
    name: 'appointments-checked',
    text: `update appointments a set provisional = false
      where a.tenant_id = $1 and a.provisional and exists (
        select from occupancies o
        where o.tenant_id = $1 and o.appointment_id = a.id and o.active and o.resource_id = any ($2::uuid[]))`,
    values: [tenantId, resourceIds],
  })
}
