import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'

/** Where a dialled number leads. */
export interface NumberPlace {
  tenantId: string
  locationId: string
  connection: { tenantId: string; connectionId: string }
}

export interface PhoneNumberRow {
  id: string
  number: string
  location_id: string
  connection_tenant_id: string
  connection_id: string
}

interface DirectoryRow {
  tenant_id: string
  location_id: string
  connection_tenant_id: string
  connection_id: string
}

/** Global: before any tenant is known. */
export async function findPlace(tx: Tx, number: string): Promise<NumberPlace | undefined> {
  const row = await tx.first<DirectoryRow>({
    name: 'number-place',
    text: 'select tenant_id, location_id, connection_tenant_id, connection_id from directory_numbers where number = $1',
    values: [number],
  })
  if (!row) return undefined
  const connection = { tenantId: row.connection_tenant_id, connectionId: row.connection_id }
  return { tenantId: row.tenant_id, locationId: row.location_id, connection }
}

export async function insertNumber(
  tx: Tx,
  tenantId: string,
  number: PhoneNumberRow & { created_at: Date },
): Promise<void> {
  const { id, created_at, ...place } = number
  await tx.run(sql('directory_numbers').insert({ tenant_id: tenantId, ...place }))
  await tx.run(sql('phone_numbers').insert({ tenant_id: tenantId, id, created_at, ...place }))
}

/** Global: the numbers of all tenants that come in over one connection. */
export async function findNumbersOver(tx: Tx, connection: NumberPlace['connection']): Promise<string[]> {
  const rows = await tx.rows<{ number: string }>(
    sql('directory_numbers')
      .where({ connection_tenant_id: connection.tenantId, connection_id: connection.connectionId })
      .orderBy('number')
      .select('number'),
  )
  return rows.map(({ number }) => number)
}

export function findNumbers(tx: Tx, tenantId: string): Promise<PhoneNumberRow[]> {
  return tx.rows<PhoneNumberRow>(sql('phone_numbers').where({ tenant_id: tenantId }).orderBy('id'))
}

/** Undefined when the tenant has no such number. */
export async function deleteNumber(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<PhoneNumberRow | undefined> {
  const row = await tx.first<PhoneNumberRow>(
    sql('phone_numbers').where({ tenant_id: tenantId, id }).delete().returning('*'),
  )
  if (!row) return undefined
  await tx.run(sql('directory_numbers').where({ number: row.number, tenant_id: tenantId }).delete())
  return row
}
