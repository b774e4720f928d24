import type { Tx } from '../platform/db/tx.ts'

export interface EarlierRequest {
  fingerprint: string
  appointmentId: string
}

/** What came of the request with that key before. */
export async function findRequest(
  tx: Tx,
  tenantId: string,
  key: string,
): Promise<EarlierRequest | undefined> {
  const row = await tx.first<{ fingerprint: string; appointment_id: string }>({
    name: 'booking-request',
    text: 'select fingerprint, appointment_id from booking_requests where tenant_id = $1 and request_key = $2',
    values: [tenantId, key],
  })
  return row && { fingerprint: row.fingerprint, appointmentId: row.appointment_id }
}

/**
 * False when another transaction has used the key for something else first. `replaces`: the appointment that the
 * key stood for and that has ended.
 */
export async function keepRequest(
  tx: Tx,
  tenantId: string,
  request: EarlierRequest & { key: string; replaces: string | null; at: Date },
): Promise<boolean> {
  const kept = await tx.run({
    name: 'booking-request-keep',
    text: `insert into booking_requests as known (tenant_id, request_key, fingerprint, appointment_id, created_at)
      values ($1, $2, $3, $4, $5)
      on conflict (tenant_id, request_key) do update
        set fingerprint = excluded.fingerprint, appointment_id = excluded.appointment_id
        where known.appointment_id = $6`,
    values: [tenantId, request.key, request.fingerprint, request.appointmentId, request.at, request.replaces],
  })
  return kept === 1
}
