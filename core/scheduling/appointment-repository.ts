import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Appointment, AppointmentStatus, ExternalEntry } from './appointment.ts'

interface AppointmentRow {
  id: string
  tenant_id: string
  status: AppointmentStatus
  service_id: string
  location_id: string
  customer_id: string | null
  call_id: string | null
  attendee_name: string | null
  notes: string
  source: string
  starts_at: Date
  ends_at: Date
  holder: string | null
  hold_expires_at: Date | null
  provisional: boolean
  end_reason: string | null
  version: number
  class_id: string | null
  occupancies: Array<{ resource_id: string; seat: number; start: number; end: number }>
  external: Array<{ connection_id: string; reference: string | null; state: ExternalEntry['state'] }>
}

const WITH_PARTS = `select a.*,
    (select o.class_id from occupancies o
       where o.tenant_id = a.tenant_id and o.appointment_id = a.id limit 1) as class_id,
    (select coalesce(jsonb_agg(jsonb_build_object('resource_id', o.resource_id, 'seat', o.seat,
         'start', extract(epoch from o.starts_at) * 1000, 'end', extract(epoch from o.ends_at) * 1000)
         order by o.starts_at, o.resource_id), '[]')
       from occupancies o
       where o.tenant_id = a.tenant_id and o.appointment_id = a.id and o.layer = 0) as occupancies,
    (select coalesce(jsonb_agg(jsonb_build_object('connection_id', e.connection_id,
         'reference', e.reference, 'state', e.state) order by e.link_id, e.part), '[]')
       from appointment_entries e where e.tenant_id = a.tenant_id and e.appointment_id = a.id) as external
  from appointments a`

export async function findAppointment(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<Appointment | undefined> {
  const row = await tx.first<AppointmentRow>({
    name: 'appointment',
    text: `${WITH_PARTS} where a.tenant_id = $1 and a.id = $2`,
    values: [tenantId, id],
  })
  return row && asAppointment(row)
}

/** The same, kept from being changed by anybody else until the end of the transaction. */
export async function lockAppointment(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<Appointment | undefined> {
  const locked = tx.run({
    name: 'appointment-lock',
    text: 'select from appointments where tenant_id = $1 and id = $2 for update',
    values: [tenantId, id],
  })
  const [, appointment] = await Promise.all([locked, findAppointment(tx, tenantId, id)])
  return appointment
}

export interface AppointmentFilter {
  customerId?: string | undefined
  callId?: string | undefined
  resourceId?: string | undefined
  status?: AppointmentStatus | undefined
  /** Those that end after this, in epoch milliseconds ... */
  from?: number | undefined
  /** ... and start before this. */
  to?: number | undefined
  /** Start (epoch milliseconds) and id of the last one of the page before. */
  after?: { start: number; id: string } | undefined
  limit?: number | undefined
}

/** In order of start. */
export async function findAppointments(
  tx: Tx,
  tenantId: string,
  filter: AppointmentFilter,
): Promise<Appointment[]> {
  const { from, to, after, limit } = filter
  const page = sql('appointments')
    .where({ tenant_id: tenantId, ...equalsOf(filter) })
    .select('id')
  if (from !== undefined) page.andWhere('ends_at', '>', new Date(from))
  if (to !== undefined) page.andWhere('starts_at', '<', new Date(to))
  if (after) page.andWhereRaw('(starts_at, id) > (?, ?)', [new Date(after.start), after.id])
  if (filter.resourceId) page.andWhereRaw(BY_RESOURCE, [filter.resourceId])
  page.orderBy(['starts_at', 'id']).limit(limit ?? 200)
  const rows = await tx.rows<AppointmentRow>(
    sql.raw(`${WITH_PARTS} where a.tenant_id = ? and a.id in (?) order by a.starts_at, a.id`, [
      tenantId,
      page,
    ]),
  )
  return rows.map(asAppointment)
}

const BY_RESOURCE = `exists (select from occupancies o where o.tenant_id = appointments.tenant_id
  and o.appointment_id = appointments.id and o.resource_id = ?)`

function equalsOf({ customerId, callId, status }: AppointmentFilter): Record<string, string> {
  return {
    ...(customerId ? { customer_id: customerId } : {}),
    ...(callId ? { call_id: callId } : {}),
    ...(status ? { status } : {}),
  }
}

const asAppointment = (row: AppointmentRow): Appointment => ({
  id: row.id,
  tenantId: row.tenant_id,
  status: row.status,
  serviceId: row.service_id,
  locationId: row.location_id,
  customerId: row.customer_id,
  callId: row.call_id,
  attendeeName: row.attendee_name,
  notes: row.notes,
  source: row.source,
  start: row.starts_at.getTime(),
  end: row.ends_at.getTime(),
  occupancies: row.occupancies.map(({ resource_id, seat, start, end }) => ({
    resourceId: resource_id,
    seat,
    start,
    end,
  })),
  ...(row.class_id === null ? {} : { classId: row.class_id }),
  external: row.external.map(({ connection_id, reference, state }) => ({
    connectionId: connection_id,
    reference,
    state,
  })),
  holder: row.holder,
  holdExpiresAt: row.hold_expires_at?.getTime() ?? null,
  provisional: row.provisional,
  endReason: row.end_reason,
  version: row.version,
})
