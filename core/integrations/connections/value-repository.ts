import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from './connection.ts'

export async function findValue(tx: Tx, ref: ConnectionRef, key: string): Promise<unknown> {
  const row = await tx.first<{ value: unknown }>(sql('connection_values').where({ ...keyOf(ref), key }))
  return row?.value
}

export async function upsertValue(
  tx: Tx,
  ref: ConnectionRef,
  entry: { key: string; text: string },
): Promise<void> {
  await tx.run(
    sql('connection_values')
      .insert({ ...keyOf(ref), key: entry.key, value: entry.text })
      .onConflict(['tenant_id', 'connection_id', 'key'])
      .merge(['value']),
  )
}

export async function deleteValue(tx: Tx, ref: ConnectionRef, key: string): Promise<void> {
  await tx.run(
    sql('connection_values')
      .where({ ...keyOf(ref), key })
      .delete(),
  )
}

const keyOf = (ref: ConnectionRef) => ({ tenant_id: ref.tenantId, connection_id: ref.connectionId })
