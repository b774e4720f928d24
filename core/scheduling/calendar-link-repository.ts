import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { CalendarLink, OwnerChanges, WhenStale } from './calendar-link.ts'

interface LinkRow {
  id: string
  tenant_id: string
  resource_id: string | null
  service_id: string | null
  connection_tenant_id: string
  connection_id: string
  calendar: string
  segment: number | null
  reads: boolean
  writes: boolean
  reserves: boolean
  stale_after_minutes: number
  when_stale: WhenStale
  owner_changes: OwnerChanges
  version: number
}

export async function insertLink(tx: Tx, link: CalendarLink, at: Date): Promise<void> {
  await tx.run(
    sql('calendar_links').insert({
      tenant_id: link.tenantId,
      id: link.id,
      connection_tenant_id: link.connectionTenantId,
      connection_id: link.connectionId,
      calendar: link.calendar,
      resource_id: link.resourceId,
      service_id: link.serviceId,
      segment: link.segment,
      created_at: at,
      ...changeableOf(link),
    }),
  )
}

export async function findLinks(tx: Tx, tenantId: string): Promise<CalendarLink[]> {
  const rows = await tx.rows<LinkRow>(sql('calendar_links').where({ tenant_id: tenantId }).orderBy('id'))
  return rows.map(asLink)
}

export async function findLink(tx: Tx, tenantId: string, id: string): Promise<CalendarLink | undefined> {
  const row = await tx.first<LinkRow>(sql('calendar_links').where({ tenant_id: tenantId, id }))
  return row && asLink(row)
}

/** False when it is not there, or is no longer of that version. */
export async function updateLink(tx: Tx, link: CalendarLink, version: number | undefined): Promise<boolean> {
  const query = sql('calendar_links')
    .where({ tenant_id: link.tenantId, id: link.id })
    .update({ ...changeableOf(link), version: sql.raw('version + 1') })
  if (version !== undefined) query.andWhere('version', version)
  return (await tx.run(query)) === 1
}

export function deleteLink(tx: Tx, tenantId: string, id: string): Promise<number> {
  return tx.run(sql('calendar_links').where({ tenant_id: tenantId, id }).delete())
}

/** What was written stands where the link once pointed, so where it points never changes. */
const changeableOf = (link: CalendarLink) => ({
  reads: link.reads,
  writes: link.writes,
  reserves: link.reserves,
  stale_after_minutes: link.staleAfterMinutes,
  when_stale: link.whenStale,
  owner_changes: link.ownerChanges,
})

const asLink = (row: LinkRow): CalendarLink => ({
  id: row.id,
  tenantId: row.tenant_id,
  resourceId: row.resource_id,
  serviceId: row.service_id,
  connectionTenantId: row.connection_tenant_id,
  connectionId: row.connection_id,
  calendar: row.calendar,
  segment: row.segment,
  reads: row.reads,
  writes: row.writes,
  reserves: row.reserves,
  staleAfterMinutes: row.stale_after_minutes,
  whenStale: row.when_stale,
  ownerChanges: row.owner_changes,
  version: row.version,
})
