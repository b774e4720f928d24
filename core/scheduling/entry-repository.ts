import type { ConnectionRef } from '../integrations/index.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { KnownEntry, WantedEntry } from './calendar-entry.ts'
import type { CalendarLink } from './calendar-link.ts'

interface EntryRow {
  tenant_id: string
  id: string
  appointment_id: string
  link_id: string
  part: number
  entry_key: string
  connection_id: string
  calendar: string
  state: KnownEntry['state']
  reference: string | null
  etag: string | null
  starts_at: Date
  ends_at: Date
  stands_until: Date | null
  previous_start: Date | null
  updated_at: Date
}

export async function findEntries(tx: Tx, tenantId: string, appointmentId: string): Promise<KnownEntry[]> {
  const rows = await tx.rows<EntryRow>({
    name: 'entries-of-appointment',
    text: 'select * from appointment_entries where tenant_id = $1 and appointment_id = $2 order by link_id, part',
    values: [tenantId, appointmentId],
  })
  return rows.map(asEntry)
}

/**
 * The entry a provider speaks of, among the tenants of the transaction: by our own key, else by a reference. Only
 * one that was written over that very connection.
 */
export async function findToldEntry(
  tx: Tx,
  connection: ConnectionRef,
  told: { entryId: string | undefined; references: readonly string[] },
): Promise<{ tenantId: string; entry: KnownEntry } | undefined> {
  const row = await tx.first<EntryRow>({
    name: 'entry-told',
    text: `select e.* from appointment_entries e
      join calendar_links l on l.tenant_id = e.tenant_id and l.id = e.link_id
      where e.tenant_id = any ($1::uuid[]) and l.connection_tenant_id = $2 and l.connection_id = $3
        and (e.entry_key = $4 or ($4::text is null and e.reference = any ($5::text[]) and e.state <> 'cancelled'))
      limit 1`,
    values: [tx.tenants, connection.tenantId, connection.connectionId, told.entryId ?? null, told.references],
  })
  return row && { tenantId: row.tenant_id, entry: asEntry(row) }
}

/**
 * Whether an entry of another appointment has yet to leave this time at the provider: it was cancelled or moved here,
 * and its own run has not got there. Over the whole connection, since one account's calendars may exclude each other.
 */
export async function isYetToBeLeft(
  tx: Tx,
  {
    tenantId,
    appointmentId,
    connectionId,
  }: { tenantId: string; appointmentId: string; connectionId: string },
  { start, end }: { start: number; end: number },
): Promise<boolean> {
  const row = await tx.first({
    name: 'entry-yet-to-leave',
    text: `select 1 from appointment_entries e
      join appointments a on a.tenant_id = e.tenant_id and a.id = e.appointment_id
      where e.tenant_id = $1 and e.connection_id = $2 and e.appointment_id <> $3
        and e.state not in ('cancelled', 'refused')
        and (e.state = 'moving' or a.status in ('cancelled', 'declined', 'expired')
          or e.starts_at < a.starts_at or e.ends_at > a.ends_at)
        and (tstzrange(e.starts_at, greatest(e.ends_at, e.stands_until)) && tstzrange($4, $5)
          or tstzrange(e.previous_start, e.previous_start + (e.ends_at - e.starts_at)) && tstzrange($4, $5))
      limit 1`,
    values: [tenantId, connectionId, appointmentId, new Date(start), new Date(end)],
  })
  return row !== undefined
}

/** Written before the provider is called, so that a crash leaves a trace of what may have happened. */
export async function announceEntry(
  tx: Tx,
  { tenantId, appointmentId, link }: { tenantId: string; appointmentId: string; link: CalendarLink },
  { wanted, state, at }: { wanted: WantedEntry; state: 'creating' | 'moving'; at: Date },
): Promise<void> {
  await tx.run({
    name: 'entry-announce',
    text: `insert into appointment_entries as known (tenant_id, id, appointment_id, link_id, part, entry_key,
        connection_id, calendar, state, starts_at, ends_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      on conflict (tenant_id, appointment_id, link_id, part) do update set
        state = excluded.state, starts_at = excluded.starts_at, ends_at = excluded.ends_at, why = null,
        previous_start = case when known.starts_at = excluded.starts_at then known.previous_start
          else known.starts_at end,
        updated_at = excluded.updated_at`,
    values: [
      tenantId,
      newId(),
      appointmentId,
      link.id,
      wanted.part,
      wanted.key,
      link.connectionId,
      link.calendar,
      state,
      new Date(wanted.start),
      new Date(wanted.end),
      at,
    ],
  })
}

/** Whether the reference stands for the entry of another appointment in that calendar. */
export async function isOfAnother(
  tx: Tx,
  { tenantId, connectionId, calendar }: { tenantId: string; connectionId: string; calendar: string },
  { key, reference }: { key: string; reference: string },
): Promise<boolean> {
  const row = await tx.first({
    name: 'entry-of-another',
    text: `select from appointment_entries where tenant_id = $1 and connection_id = $2 and calendar = $3
      and reference = $4 and state <> 'cancelled' and entry_key <> $5`,
    values: [tenantId, connectionId, calendar, reference, key],
  })
  return row !== undefined
}

export interface EntryOutcome {
  state: 'written' | 'cancelling' | 'cancelled' | 'refused'
  reference?: string | undefined
  etag?: string | undefined
  /** Epoch milliseconds. */
  standsUntil?: number | undefined
  why?: string | undefined
  /** Nothing of it stands there any more. */
  gone?: boolean | undefined
}

export async function settleEntry(
  tx: Tx,
  { tenantId, key }: { tenantId: string; key: string },
  { outcome, at }: { outcome: EntryOutcome; at: Date },
): Promise<void> {
  const { state, reference = null, etag = null, standsUntil, why = null, gone = false } = outcome
  await tx.run({
    name: 'entry-settle',
    text: `update appointment_entries set state = $3,
        reference = case when $9 then null else coalesce($4, reference) end, etag = coalesce($5, etag), stands_until = coalesce($6, stands_until), why = $7, updated_at = $8
      where tenant_id = $1 and entry_key = $2`,
    values: [
      tenantId,
      key,
      state,
      reference,
      etag,
      standsUntil ? new Date(standsUntil) : null,
      why,
      at,
      gone,
    ],
  })
}

/**
 * The owner has put it elsewhere. What was asked for keeps its length, so that a provider's own is no difference;
 * unless the entry is to be written back as it was, to its end.
 */
export async function noteMovedEntry(
  tx: Tx,
  { tenantId, id }: { tenantId: string; id: string },
  told: { reference: string; start: number; end: number; keepsLength: boolean },
): Promise<void> {
  await tx.run({
    name: 'entry-moved',
    text: `update appointment_entries set state = 'written', reference = $3, etag = null, stands_until = $5,
        ends_at = case when $6 then $4::timestamptz + (ends_at - starts_at) else $5 end, starts_at = $4
      where tenant_id = $1 and id = $2`,
    values: [tenantId, id, told.reference, new Date(told.start), new Date(told.end), told.keepsLength],
  })
}

/**
 * Takes the right to write one appointment's entries until `until` (epoch milliseconds, real time). False while
 * another run has it: two at once could both find nothing and both create.
 */
export async function leaseExport(
  tx: Tx,
  { tenantId, appointmentId }: { tenantId: string; appointmentId: string },
  { now, until }: { now: number; until: number },
): Promise<boolean> {
  const leased = await tx.run({
    name: 'export-lease',
    text: `update appointments set exporting_until = $3
      where tenant_id = $1 and id = $2 and (exporting_until is null or exporting_until < $4)`,
    values: [tenantId, appointmentId, new Date(until), new Date(now)],
  })
  return leased === 1
}

/** False when it has been lost to another run. Both times in epoch milliseconds. */
export async function renewExportLease(
  tx: Tx,
  { tenantId, appointmentId }: { tenantId: string; appointmentId: string },
  { until, next }: { until: number; next: number },
): Promise<boolean> {
  const renewed = await tx.run({
    name: 'export-lease-renew',
    text: 'update appointments set exporting_until = $4 where tenant_id = $1 and id = $2 and exporting_until = $3',
    values: [tenantId, appointmentId, new Date(until), new Date(next)],
  })
  return renewed === 1
}

export async function endExportLease(
  tx: Tx,
  { tenantId, appointmentId }: { tenantId: string; appointmentId: string },
  until: number,
): Promise<void> {
  await tx.run({
    name: 'export-lease-end',
    text: 'update appointments set exporting_until = null where tenant_id = $1 and id = $2 and exporting_until = $3',
    values: [tenantId, appointmentId, new Date(until)],
  })
}

const asEntry = (row: EntryRow): KnownEntry => ({
  id: row.id,
  appointmentId: row.appointment_id,
  linkId: row.link_id,
  part: row.part,
  key: row.entry_key,
  connectionId: row.connection_id,
  calendar: row.calendar,
  state: row.state,
  reference: row.reference,
  etag: row.etag,
  start: row.starts_at.getTime(),
  end: row.ends_at.getTime(),
  standsUntil: row.stands_until?.getTime() ?? null,
  previousStart: row.previous_start?.getTime() ?? null,
  updatedAt: row.updated_at.getTime(),
})
