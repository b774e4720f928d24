import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { ExportPlace } from './export-lease.ts'

/** A held time that is reserved at a provider. */
export interface Reservation {
  readonly linkId: string
  /** The provider's. */
  readonly reference: string
  /** Epoch milliseconds. */
  readonly until: number
}

export async function findReservations(
  tx: Tx,
  tenantId: string,
  appointmentId: string,
): Promise<Reservation[]> {
  const rows = await tx.rows<{ link_id: string; reference: string; reserved_until: Date }>({
    name: 'reservations-of-hold',
    text: `select link_id, reference, reserved_until from hold_reservations
      where tenant_id = $1 and appointment_id = $2`,
    values: [tenantId, appointmentId],
  })
  return rows.map((row) => ({
    linkId: row.link_id,
    reference: row.reference,
    until: row.reserved_until.getTime(),
  }))
}

export async function putReservation(
  tx: Tx,
  { tenantId, appointmentId }: ExportPlace,
  { linkId, reference, until }: Reservation,
): Promise<void> {
  await tx.run({
    name: 'reservation-put',
    text: `insert into hold_reservations (tenant_id, id, appointment_id, link_id, reference, reserved_until)
      values ($1, $2, $3, $4, $5, $6)
      on conflict (tenant_id, appointment_id, link_id) do update set
        reference = excluded.reference, reserved_until = excluded.reserved_until`,
    values: [tenantId, newId(), appointmentId, linkId, reference, new Date(until)],
  })
}

export async function deleteReservation(
  tx: Tx,
  { tenantId, appointmentId }: ExportPlace,
  { linkId }: Pick<Reservation, 'linkId'>,
): Promise<void> {
  await tx.run({
    name: 'reservation-delete',
    text: 'delete from hold_reservations where tenant_id = $1 and appointment_id = $2 and link_id = $3',
    values: [tenantId, appointmentId, linkId],
  })
}

/** Whether any link of the tenant wants held times to be reserved. */
export async function hasReservingLinks(tx: Tx, tenantId: string): Promise<boolean> {
  const row = await tx.first({
    name: 'links-reserving',
    text: 'select 1 from calendar_links where tenant_id = $1 and reserves and writes limit 1',
    values: [tenantId],
  })
  return row !== undefined
}
