import type { Tx } from '../platform/db/tx.ts'
import type { Absence } from './absence.ts'

interface AbsenceRow {
  id: string
  tenant_id: string
  resource_id: string
  starts_at: Date
  ends_at: Date
  reason: string
  stand_in_resource_id: string | null
}

export async function insertAbsence(tx: Tx, absence: Absence, at: Date): Promise<void> {
  await tx.run({
    name: 'absence-insert',
    text: `insert into absences
        (tenant_id, id, resource_id, starts_at, ends_at, reason, stand_in_resource_id, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      absence.tenantId,
      absence.id,
      absence.resourceId,
      new Date(absence.start),
      new Date(absence.end),
      absence.reason,
      absence.standInId,
      at,
    ],
  })
}

export interface AbsenceFilter {
  resourceId?: string | undefined
  /** Those that end after this, in epoch milliseconds ... */
  from?: number | undefined
  /** ... and start before this. */
  to?: number | undefined
}

/** In order of start. */
export async function findAbsences(
  tx: Tx,
  tenantId: string,
  { resourceId, from, to }: AbsenceFilter,
): Promise<Absence[]> {
  const rows = await tx.rows<AbsenceRow>({
    name: 'absences',
    text: `select * from absences where tenant_id = $1 and ($2::uuid is null or resource_id = $2)
      and ($3::timestamptz is null or ends_at > $3) and ($4::timestamptz is null or starts_at < $4)
      order by starts_at, id`,
    values: [
      tenantId,
      resourceId ?? null,
      from === undefined ? null : new Date(from),
      to === undefined ? null : new Date(to),
    ],
  })
  return rows.map(asAbsence)
}

export function deleteAbsence(tx: Tx, tenantId: string, id: string): Promise<number> {
  return tx.run({
    name: 'absence-delete',
    text: 'delete from absences where tenant_id = $1 and id = $2',
    values: [tenantId, id],
  })
}

const asAbsence = (row: AbsenceRow): Absence => ({
  id: row.id,
  tenantId: row.tenant_id,
  resourceId: row.resource_id,
  start: row.starts_at.getTime(),
  end: row.ends_at.getTime(),
  reason: row.reason,
  standInId: row.stand_in_resource_id,
})
