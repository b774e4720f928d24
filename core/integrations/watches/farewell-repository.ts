import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'

export interface Farewell {
  tenantId: string
  /** Of the connection that was removed. */
  id: string
  plugin: string
  sealed: string
  /** Epoch milliseconds. */
  removedAt: number
}

export async function insertFarewell(tx: Tx, farewell: Farewell): Promise<void> {
  await tx.run(
    sql('farewells').insert({
      tenant_id: farewell.tenantId,
      id: farewell.id,
      plugin: farewell.plugin,
      sealed: farewell.sealed,
      removed_at: new Date(farewell.removedAt),
    }),
  )
}

export async function findFarewell(tx: Tx, ref: ConnectionRef): Promise<Farewell | undefined> {
  const row = await tx.first<{ plugin: string; sealed: string; removed_at: Date }>(
    sql('farewells').where({ tenant_id: ref.tenantId, id: ref.connectionId }),
  )
  return (
    row && {
      tenantId: ref.tenantId,
      id: ref.connectionId,
      plugin: row.plugin,
      sealed: row.sealed,
      removedAt: row.removed_at.getTime(),
    }
  )
}

export async function deleteFarewell(tx: Tx, ref: ConnectionRef): Promise<void> {
  await tx.run(sql('farewells').where({ tenant_id: ref.tenantId, id: ref.connectionId }).delete())
}
