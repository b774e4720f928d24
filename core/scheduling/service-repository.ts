import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { CatalogService } from './catalog-service.ts'
import type { BufferPolicy, Grid, Segment } from './service.ts'

export interface ServiceRow {
  id: string
  tenant_id: string
  name: string
  spoken_names: string[]
  description: string
  segments: Segment[]
  buffer_before: number
  buffer_after: number
  buffer_policy: BufferPolicy
  grid_policy: Grid['policy']
  grid_minutes: number
  notice_minutes: number
  horizon_days: number
  active: boolean
  version: number
}

/** Everything but its keys, its state and its version. */
export type ServiceFields = Omit<CatalogService, 'id' | 'tenantId' | 'active' | 'version'>

export async function insertService(
  tx: Tx,
  place: { tenantId: string; id: string; at: Date },
  fields: ServiceFields,
): Promise<CatalogService> {
  const row = await tx.first<ServiceRow>(
    sql('services')
      .insert({ tenant_id: place.tenantId, id: place.id, created_at: place.at, ...columnsOf(fields) })
      .returning('*'),
  )
  if (!row) throw new Error('a service was not inserted')
  return asService(row)
}

export async function findServices(tx: Tx, tenantId: string): Promise<CatalogService[]> {
  const rows = await tx.rows<ServiceRow>(sql('services').where({ tenant_id: tenantId }).orderBy('name'))
  return rows.map(asService)
}

export async function findService(tx: Tx, tenantId: string, id: string): Promise<CatalogService | undefined> {
  const row = await tx.first<ServiceRow>(sql('services').where({ tenant_id: tenantId, id }))
  return row && asService(row)
}

/** Undefined when it is not there, or is no longer of that version. */
export async function updateService(
  tx: Tx,
  place: { tenantId: string; id: string; version?: number | undefined },
  change: ServiceFields & { active: boolean },
): Promise<CatalogService | undefined> {
  const query = sql('services')
    .where({ tenant_id: place.tenantId, id: place.id })
    .update({ ...columnsOf(change), active: change.active, version: sql.raw('version + 1') })
    .returning('*')
  if (place.version !== undefined) query.andWhere('version', place.version)
  const row = await tx.first<ServiceRow>(query)
  return row && asService(row)
}

function columnsOf(fields: ServiceFields) {
  return {
    name: fields.name,
    spoken_names: [...fields.spokenNames],
    description: fields.description,
    segments: JSON.stringify(fields.segments),
    buffer_before: fields.bufferBefore,
    buffer_after: fields.bufferAfter,
    buffer_policy: fields.bufferPolicy,
    grid_policy: fields.grid.policy,
    grid_minutes: fields.grid.minutes,
    notice_minutes: fields.noticeMinutes,
    horizon_days: fields.horizonDays,
  }
}

export const asService = (row: ServiceRow): CatalogService => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  spokenNames: row.spoken_names,
  description: row.description,
  segments: row.segments,
  bufferBefore: row.buffer_before,
  bufferAfter: row.buffer_after,
  bufferPolicy: row.buffer_policy,
  grid: { policy: row.grid_policy, minutes: row.grid_minutes },
  noticeMinutes: row.notice_minutes,
  horizonDays: row.horizon_days,
  active: row.active,
  version: row.version,
})
