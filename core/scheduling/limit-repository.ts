import type { Tx } from '../platform/db/tx.ts'
import type { BookingLimits } from '../tenants/index.ts'
import type { Booked, BookedStart } from './booking-limits.ts'
import type { Interval } from './interval.ts'

/** No appointment is longer: twenty segments of a day. Keeps the index from being read to its end. */
const LONGEST = "interval '20 days'"

const BOOKED = `
  select distinct o.resource_id, o.class_id, a.id as appointment_id, (extract(epoch from a.starts_at) / 60)::float8 as start_minute,
      (extract(epoch from a.hold_expires_at) / 60)::float8 as expires, a.status = 'held' as held
    from occupancies o join appointments a on a.tenant_id = $1 and a.id = o.appointment_id
    where o.tenant_id = $1 and o.resource_id = any ($2::uuid[]) and o.active
      and o.ends_at > $4 and o.starts_at < $5::timestamptz + ${LONGEST} and a.starts_at >= $4 and a.starts_at < $5
  union all
  select null, null, a.id, (extract(epoch from a.starts_at) / 60)::float8, null, false
    from appointments a
    where a.tenant_id = $1 and a.customer_id = $3 and a.starts_at >= $4 and a.starts_at < $5
      and a.status not in ('cancelled', 'declined', 'expired')`

interface BookedRow {
  resource_id: string | null
  class_id: string | null
  appointment_id: string
  start_minute: number
  expires: number | null
  held: boolean
}

/** Starts within `range` (epoch minutes), wherever they are; what has ended early does not count. */
export async function findBooked(
  tx: Tx,
  tenantId: string,
  {
    resourceIds,
    customerId,
    range,
  }: { resourceIds: readonly string[]; customerId: string | null; range: Interval },
): Promise<Booked> {
  const rows = await tx.rows<BookedRow>({
    name: 'booking-counted',
    text: BOOKED,
    values: [tenantId, resourceIds, customerId, new Date(range.start * 60_000), new Date(range.end * 60_000)],
  })
  const byResource = Map.groupBy(rows, ({ resource_id }) => resource_id)
  const ofCustomer = (byResource.get(null) ?? []).map(asBooked)
  const ofResources = new Map(
    [...byResource].flatMap(([id, some]) => (id === null ? [] : [[id, some.map(asBooked)] as const])),
  )
  return { ofResources, ofCustomer }
}

/** Of the location of that appointment. */
export async function findCustomerLimits(
  tx: Tx,
  tenantId: string,
  appointmentId: string,
): Promise<{ zone: string; limits: BookingLimits } | undefined> {
  const row = await tx.first<{ zone: string; customer_limits: BookingLimits }>({
    name: 'customer-limits',
    text: `select l.zone, l.customer_limits from appointments a
      join locations l on l.tenant_id = $1 and l.id = a.location_id where a.tenant_id = $1 and a.id = $2`,
    values: [tenantId, appointmentId],
  })
  return row && { zone: row.zone, limits: row.customer_limits }
}

const asBooked = (row: BookedRow): BookedStart => ({
  start: row.start_minute,
  appointmentId: row.appointment_id,
  heldUntil: row.held ? row.expires : null,
  ...(row.class_id === null ? {} : { classId: row.class_id }),
})
