import type { Database } from '../platform/db/database.ts'
import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'

export interface ApiKeyRow {
  id: string
  public_id: string
  name: string
  scopes: string[]
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
}

export interface DirectoryKey {
  id: string
  tenant_id: string
  secret_hash: Buffer
  scopes: string[]
  expires_at: Date | null
  revoked_at: Date | null
}

export interface ApiKeyInsert extends Omit<ApiKeyRow, 'revoked_at'> {
  tenantId: string
  secretHash: Buffer
}

export async function insertApiKey(tx: Tx, key: ApiKeyInsert): Promise<void> {
  const { tenantId, secretHash, ...row } = key
  await tx.run(
    sql('directory_api_keys').insert({
      id: row.public_id,
      tenant_id: tenantId,
      secret_hash: secretHash,
      scopes: row.scopes,
      expires_at: row.expires_at,
    }),
  )
  await tx.run(sql('api_keys').insert({ tenant_id: tenantId, ...row }))
}

/** Global: by the ids inside the keys, before any tenant is known. */
export async function findDirectoryKeys(
  database: Pick<Database, 'lookUpAll'>,
  publicIds: readonly string[],
): Promise<ReadonlyMap<string, DirectoryKey>> {
  const rows = await database.lookUpAll<DirectoryKey>({
    name: 'directory-api-keys',
    text: `select id, tenant_id, secret_hash, scopes, expires_at, revoked_at
      from directory_api_keys where id = any ($1)`,
    values: [publicIds],
  })
  return new Map(rows.map((row) => [row.id, row]))
}

export function findApiKeys(tx: Tx, tenantId: string): Promise<ApiKeyRow[]> {
  return tx.rows<ApiKeyRow>(sql('api_keys').where({ tenant_id: tenantId }).orderBy('id'))
}

/** Gives false when there is no such key of that tenant. */
export async function revokeApiKey(
  tx: Tx,
  key: { tenantId: string; id: string; at: Date },
): Promise<boolean> {
  const row = await tx.first<{ public_id: string }>(
    sql('api_keys')
      .where({ tenant_id: key.tenantId, id: key.id })
      .update({ revoked_at: sql.raw('coalesce(revoked_at, ?)', [key.at]) })
      .returning('public_id'),
  )
  if (!row) return false
  await tx.run(sql('directory_api_keys').where({ id: row.public_id }).update({ revoked_at: key.at }))
  return true
}
