import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { BookingLimits, Language, Location, Tenant, TenantKind } from './tenant.ts'

interface TenantRow {
  id: string
  parent_id: string | null
  kind: TenantKind
  name: string
  zone: string
  currency: string
  language: Language
  version: number
  created_at: Date
}

interface LocationRow {
  id: string
  tenant_id: string
  name: string
  zone: string
  language: Language
  address: string | null
  holiday_region: string | null
  holidays_open: string[]
  customer_limits: BookingLimits
  version: number
}

/** Everything but its keys and its version. */
export type LocationFields = Omit<Location, 'id' | 'tenantId' | 'version'>

/** Any number, the same in every version. */
const FIRST_AGENCY_LOCK = 7_205_915

/** Until the transaction ends: nobody else makes the first agency. */
export async function lockFirstAgency(tx: Tx): Promise<void> {
  await tx.run({ text: 'select pg_advisory_xact_lock($1)', values: [FIRST_AGENCY_LOCK] })
}

export async function insertTenant(tx: Tx, tenant: Tenant): Promise<void> {
  const { id, kind } = tenant
  await tx.run(sql('directory_tenants').insert({ id, parent_id: tenant.parentId, kind }))
  await tx.run(
    sql('tenants').insert({
      tenant_id: id,
      id,
      parent_id: tenant.parentId,
      kind,
      name: tenant.name,
      zone: tenant.zone,
      currency: tenant.currency,
      language: tenant.language,
      created_at: tenant.createdAt,
    }),
  )
}

export async function findTenants(tx: Tx, ids: readonly string[]): Promise<Tenant[]> {
  const rows = await tx.rows<TenantRow>(
    sql('tenants')
      .whereIn('tenant_id', [...ids])
      .orderBy('id'),
  )
  return rows.map(asTenant)
}

/** Of `version`, where it is named; 0 when it is another one by now. */
export async function updateTenant(
  tx: Tx,
  id: string,
  { version, ...change }: Partial<Pick<Tenant, 'name' | 'zone' | 'language' | 'version'>>,
): Promise<number> {
  const query = sql('tenants')
    .where({ tenant_id: id, id })
    .update({ ...change, version: sql.raw('version + 1') })
  if (version !== undefined) query.andWhere('version', version)
  return tx.run(query)
}

export async function insertLocation(tx: Tx, location: Location, createdAt: Date): Promise<void> {
  const { id, tenantId, version: _, ...fields } = location
  await tx.run(
    sql('locations').insert({ tenant_id: tenantId, id, ...columnsOf(fields), created_at: createdAt }),
  )
}

export async function findLocations(tx: Tx, tenantId: string): Promise<Location[]> {
  const rows = await tx.rows<LocationRow>({
    name: 'locations',
    text: 'select * from locations where tenant_id = $1 order by id',
    values: [tenantId],
  })
  return rows.map(asLocation)
}

export async function findLocation(tx: Tx, tenantId: string, id: string): Promise<Location | undefined> {
  const row = await tx.first<LocationRow>({
    name: 'location',
    text: 'select * from locations where tenant_id = $1 and id = $2',
    values: [tenantId, id],
  })
  return row && asLocation(row)
}

/** 0 when it is not there, or is no longer of that version. */
export async function updateLocation(
  tx: Tx,
  place: { tenantId: string; id: string; version?: number | undefined },
  change: Partial<LocationFields>,
): Promise<number> {
  const query = sql('locations')
    .where({ tenant_id: place.tenantId, id: place.id })
    .update({ ...columnsOf(change), version: sql.raw('version + 1') })
  if (place.version !== undefined) query.andWhere('version', place.version)
  return tx.run(query)
}

/** Only those that are given. */
function columnsOf({ holidayRegion, holidaysOpen, customerLimits, ...same }: Partial<LocationFields>) {
  return {
    ...same,
    ...(holidayRegion === undefined ? {} : { holiday_region: holidayRegion }),
    ...(holidaysOpen ? { holidays_open: [...holidaysOpen] } : {}),
    ...(customerLimits ? { customer_limits: JSON.stringify(customerLimits) } : {}),
  }
}

/** Global: the chain from a tenant up to its agency, itself first. Empty when it is unknown. */
export async function findChain(tx: Tx, tenantId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    name: 'tenant-chain',
    text: `with recursive chain as (
        select id, parent_id, 0 as depth from directory_tenants where id = $1
        union all
        select t.id, t.parent_id, depth + 1 from directory_tenants t join chain on t.id = chain.parent_id
      ) select id from chain order by depth`,
    values: [tenantId],
  })
  return rows.map((row) => row.id)
}

export async function findChildIds(tx: Tx, parentId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql('directory_tenants').where({ parent_id: parentId }).orderBy('id').select('id'),
  )
  return rows.map((row) => row.id)
}

/** Global: the tenant and all that are below it, at any depth. */
export async function findIdsWithin(tx: Tx, ancestorId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    text: `with recursive within as (
        select id from directory_tenants where id = $1
        union all
        select t.id from directory_tenants t join within on t.parent_id = within.id
      ) select id from within order by id`,
    values: [ancestorId],
  })
  return rows.map((row) => row.id)
}

export async function findAllIds(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql('directory_tenants').select('id').orderBy('id'))
  return rows.map((row) => row.id)
}

/** Each start asks this before its first answer, so it is not built: the builder takes longer to load than all of that. */
export async function findIssuerIds(tx: Tx): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    text: `select id from directory_tenants where kind <> 'client'`,
  })
  return rows.map((row) => row.id)
}

const asTenant = (row: TenantRow): Tenant => ({
  id: row.id,
  parentId: row.parent_id,
  kind: row.kind,
  name: row.name,
  zone: row.zone,
  currency: row.currency,
  language: row.language,
  version: row.version,
  createdAt: row.created_at,
})

const asLocation = (row: LocationRow): Location => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  zone: row.zone,
  language: row.language,
  address: row.address,
  holidayRegion: row.holiday_region,
  holidaysOpen: row.holidays_open,
  customerLimits: row.customer_limits,
  version: row.version,
})
