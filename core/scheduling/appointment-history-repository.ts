import type { Tx } from '../platform/db/tx.ts'
import type { ExternalEntry } from './appointment.ts'

export interface HistoryEvent {
  id: string
  type: string
  version: number
  payload: Record<string, unknown>
  occurredAt: Date
}

/** One entry in an outside calendar, and why it is not as it should be. */
export interface StoredEntry {
  id: string
  connectionId: string
  calendar: string
  part: number
  state: ExternalEntry['state']
  reference: string | null
  startsAt: Date
  endsAt: Date
  why: string | null
  updatedAt: Date
}

/** Oldest first, as far back as events are kept. */
export function findHistory(tx: Tx, tenantId: string, appointmentId: string): Promise<HistoryEvent[]> {
  return tx.rows<HistoryEvent>({
    name: 'appointment-history',
    text: `select id, type, version, payload, occurred_at as "occurredAt" from events
      where tenant_id = $1 and aggregate = 'appointment' and aggregate_id = $2 order by seq limit 500`,
    values: [tenantId, appointmentId],
  })
}

export function findStoredEntries(tx: Tx, tenantId: string, appointmentId: string): Promise<StoredEntry[]> {
  return tx.rows<StoredEntry>({
    name: 'appointment-stored-entries',
    text: `select id, connection_id as "connectionId", calendar, part, state, reference,
        starts_at as "startsAt", ends_at as "endsAt", why, updated_at as "updatedAt"
      from appointment_entries where tenant_id = $1 and appointment_id = $2 order by link_id, part`,
    values: [tenantId, appointmentId],
  })
}
