import type { Tx } from '../platform/db/tx.ts'

/**
 * Whose entry stands in calendars for the whole class: whoever has one there already, else the lowest place. Nobody, where
 * nobody takes part any more; holds stand in no calendar.
 */
export function findClassHead(
  tx: Tx,
  tenantId: string,
  classId: string,
): Promise<{ id: string; version: number } | undefined> {
  return tx.first<{ id: string; version: number }>({
    name: 'class-head',
    text: `select a.id, a.version from occupancies o join appointments a on a.tenant_id = $1 and a.id = o.appointment_id
      where o.tenant_id = $1 and o.class_id = $2 and o.active and a.status <> 'held'
      order by exists (select from appointment_entries e where e.tenant_id = $1 and e.appointment_id = a.id
          and e.starts_at = a.starts_at and e.state not in ('cancelled', 'refused')) desc, o.place, a.id
      limit 1`,
    values: [tenantId, classId],
  })
}

/** Ids of all that take part, holds left out. */
export async function findParticipants(tx: Tx, tenantId: string, classId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    name: 'class-participants',
    text: `select distinct a.id from occupancies o join appointments a on a.tenant_id = $1 and a.id = o.appointment_id
      where o.tenant_id = $1 and o.class_id = $2 and o.active and a.status <> 'held' order by a.id`,
    values: [tenantId, classId],
  })
  return rows.map(({ id }) => id)
}
