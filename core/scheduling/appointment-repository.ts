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
  serviceId?: string | undefined
  locationId?: string | undefined
  /** One, or any of several. */
  status?: AppointmentStatus | readonly AppointmentStatus[] | undefined
  /** Only those that do not stand in outside calendars as they should. */
  unsynced?: boolean | undefined
  /** Those that end after this, in epoch milliseconds ... */
  from?: number | undefined
  /** ... and start before this. */
  to?: number | undefined
  /** Start (epoch milliseconds) and id of the last one of the page before. */
  after?: { start: number; id: string } | undefined
  /** The latest first. */
  descending?: boolean | undefined
  limit?: number | undefined
}

/** In order of start. */
export async function findAppointments(
  tx: Tx,
  tenantId: string,
  filter: AppointmentFilter,
): Promise<Appointment[]> {
  const { from, to, after, limit, status } = filter
  const order = filter.descending ? 'desc' : 'asc'
  const page = sql('appointments')
    .where({ tenant_id: tenantId, ...equalsOf(filter) })
    .select('id')
  if (from !== undefined) page.andWhere('ends_at', '>', new Date(from))
  if (to !== undefined) page.andWhere('starts_at', '<', new Date(to))
  if (after)
    page.andWhereRaw(`(starts_at, id) ${order === 'asc' ? '>' : '<'} (?, ?)`, [
      new Date(after.start),
      after.id,
    ])
  if (status) page.whereIn('status', [status].flat())
  if (filter.resourceId) page.andWhereRaw(BY_RESOURCE, [filter.resourceId])
  if (filter.unsynced) page.andWhereRaw(UNSYNCED)
  page.orderBy([
    { column: 'starts_at', order },
    { column: 'id', order },
  ])
  page.limit(limit ?? 200)
  const rows = await tx.rows<AppointmentRow>(
    sql.raw(
      `${WITH_PARTS} where a.tenant_id = ? and a.id in (?) order by a.starts_at ${order}, a.id ${order}`,
      [tenantId, page],
    ),
  )
  return rows.map(asAppointment)
}

/**
 * Work at an outside calendar that is not done, was refused, or has not begun. Of a class one entry stands for all, and
 * a link to one segment may have none: there only what was begun is looked at.
 */
export const UNSYNCED = `(
  exists (select from appointment_entries e
    where e.tenant_id = appointments.tenant_id and e.appointment_id = appointments.id and (
      e.state in ('creating', 'moving', 'cancelling')
      or e.state = 'refused' and (e.reference is not null or appointments.status = 'confirmed')
      or e.state = 'written' and appointments.status in ('cancelled', 'declined')))
  or appointments.status = 'confirmed' and exists (select from calendar_links l
    where l.tenant_id = appointments.tenant_id and l.writes and l.segment is null
      and (l.service_id is null or l.service_id = appointments.service_id)
      and (l.resource_id is null or exists (select from occupancies o
        where o.tenant_id = l.tenant_id and o.appointment_id = appointments.id
          and o.resource_id = l.resource_id and o.layer = 0))
      and l.created_at <= appointments.created_at
      and not exists (select from occupancies o
        where o.tenant_id = l.tenant_id and o.appointment_id = appointments.id and o.class_id is not null)
      and not exists (select from appointment_entries e
        where e.tenant_id = l.tenant_id and e.appointment_id = appointments.id and e.link_id = l.id)))`

/** How many that are still to come do not stand in outside calendars as they should, by tenant. */
export async function countUnsynced(
  tx: Tx,
  tenantIds: readonly string[],
  { now }: { now: number },
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ tenant_id: string; count: number }>({
    name: 'appointments-unsynced',
    text: `select tenant_id, count(*)::integer as count from appointments
      where tenant_id = any ($1::uuid[]) and starts_at > $2 and ${UNSYNCED} group by tenant_id`,
    values: [tenantIds, new Date(now)],
  })
  return new Map(rows.map(({ tenant_id, count }) => [tenant_id, count]))
}

const BY_RESOURCE = `exists (select from occupancies o where o.tenant_id = appointments.tenant_id
  and o.appointment_id = appointments.id and o.resource_id = ?)`

function equalsOf(filter: AppointmentFilter): Record<string, string> {
  const equals = {
    customer_id: filter.customerId,
    call_id: filter.callId,
    service_id: filter.serviceId,
    location_id: filter.locationId,
  }
  const named = Object.entries(equals).filter((each): each is [string, string] => each[1] !== undefined)
  return Object.fromEntries(named)
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
