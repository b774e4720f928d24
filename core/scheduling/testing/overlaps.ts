import type { Slice } from './booking-fixture.ts'
import { inTenant } from './booking-fixture.ts'

/** Pairs of active rows that the rules forbid, looked for without any help of the constraints: only a class shares its time. */
export async function forbiddenOverlaps(hub: Slice, tenantId: string): Promise<number> {
  const row = await inTenant(hub, tenantId, (tx) =>
    tx.first<{ pairs: number }>({
      text: `select count(*)::integer as pairs from occupancies a join occupancies b
        on b.tenant_id = a.tenant_id and b.resource_id = a.resource_id and b.seat = a.seat and b.id <> a.id
          and lower(a.during) < upper(b.during) and lower(b.during) < upper(a.during)
          and (a.class_id is null or a.class_id is distinct from b.class_id or a.place = b.place)
          and ((a.layer = 0 and b.layer = 0) or (a.layer <> b.layer and a.appointment_id <> b.appointment_id))
        where a.tenant_id = $1 and a.active and b.active`,
      values: [tenantId],
    }),
  )
  return row?.pairs ?? Number.NaN
}
