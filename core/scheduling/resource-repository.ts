import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { BookingLimits } from '../tenants/index.ts'
import type { Resource, Skill } from './resource.ts'
import type { ResourceKind } from './service.ts'

interface ResourceRow {
  id: string
  tenant_id: string
  location_id: string
  name: string
  kind: ResourceKind
  seats: number
  limits: BookingLimits
  active: boolean
  version: number
  skills: Array<{ service_id: string; weight: number; priority: number }>
}

const SKILLS = `(select coalesce(jsonb_agg(jsonb_build_object('service_id', s.service_id, 'weight', s.weight,
      'priority', s.priority) order by s.service_id), '[]')
  from resource_services s where s.tenant_id = resources.tenant_id and s.resource_id = resources.id) as skills`

export type ResourceFields = Pick<Resource, 'locationId' | 'name' | 'kind' | 'seats' | 'limits' | 'active'>

export async function insertResource(
  tx: Tx,
  place: { tenantId: string; id: string; at: Date },
  fields: ResourceFields,
): Promise<void> {
  await tx.run(
    sql('resources').insert({
      tenant_id: place.tenantId,
      id: place.id,
      created_at: place.at,
      ...columnsOf(fields),
    }),
  )
}

export async function findResources(tx: Tx, tenantId: string): Promise<Resource[]> {
  const rows = await tx.rows<ResourceRow>(
    sql('resources').where({ tenant_id: tenantId }).orderBy('name').select('*', sql.raw(SKILLS)),
  )
  return rows.map(asResource)
}

export async function findResource(tx: Tx, tenantId: string, id: string): Promise<Resource | undefined> {
  const row = await tx.first<ResourceRow>(
    sql('resources').where({ tenant_id: tenantId, id }).select('*', sql.raw(SKILLS)),
  )
  return row && asResource(row)
}

/** False when it is not there, or is no longer of that version. */
export async function updateResource(
  tx: Tx,
  place: { tenantId: string; id: string; version?: number | undefined },
  change: ResourceFields,
): Promise<boolean> {
  const query = sql('resources')
    .where({ tenant_id: place.tenantId, id: place.id })
    .update({ ...columnsOf(change), version: sql.raw('version + 1') })
  if (place.version !== undefined) query.andWhere('version', place.version)
  return (await tx.run(query)) === 1
}

/** These and no others. */
export async function replaceSkills(
  tx: Tx,
  place: { tenantId: string; id: string },
  skills: readonly Skill[],
): Promise<void> {
  const { tenantId, id } = place
  await tx.run(sql('resource_services').where({ tenant_id: tenantId, resource_id: id }).delete())
  const rows = skills.map(({ serviceId, weight, priority }) => ({
    tenant_id: tenantId,
    resource_id: id,
    service_id: serviceId,
    weight,
    priority,
  }))
  if (rows.length > 0) await tx.run(sql('resource_services').insert(rows))
}

const columnsOf = ({ locationId, name, kind, seats, limits, active }: ResourceFields) => ({
  location_id: locationId,
  name,
  kind,
  seats,
  limits: JSON.stringify(limits),
  active,
})

const asResource = (row: ResourceRow): Resource => ({
  id: row.id,
  tenantId: row.tenant_id,
  locationId: row.location_id,
  name: row.name,
  kind: row.kind,
  seats: row.seats,
  limits: row.limits,
  skills: row.skills.map(({ service_id, ...share }) => ({ serviceId: service_id, ...share })),
  serviceIds: row.skills.map(({ service_id }) => service_id),
  active: row.active,
  version: row.version,
})
