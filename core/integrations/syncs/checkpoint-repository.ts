import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'

export interface CheckpointKey {
  ref: ConnectionRef
  sync: string
  calendar: string
}

export interface Checkpoint {
  checkpoint: string | null
  /** When a page was stored last; null before the first. */
  synced_at: Date | null
  /** When the calendar was last compared as a whole. */
  full_at: Date | null
}

const COLUMNS = ['checkpoint', 'synced_at', 'full_at'] as const

/** Makes the row where there is none, so that it can be locked. */
export async function openCheckpoint(tx: Tx, key: CheckpointKey): Promise<Checkpoint> {
  await tx.run(sql('sync_checkpoints').insert(columnsOf(key)).onConflict(KEY).ignore())
  return lockCheckpoint(tx, key)
}

/** Keeps the row from being changed until the transaction ends. */
export async function lockCheckpoint(tx: Tx, key: CheckpointKey): Promise<Checkpoint> {
  const row = await tx.first<Checkpoint>(
    sql('sync_checkpoints')
      .where(columnsOf(key))
      .select(...COLUMNS)
      .forUpdate(),
  )
  if (!row) throw new Error('the checkpoint of a sync was removed')
  return row
}

export async function saveCheckpoint(tx: Tx, key: CheckpointKey, saved: Checkpoint): Promise<void> {
  await tx.run(
    sql('sync_checkpoints')
      .where(columnsOf(key))
      .update({ ...saved, failing_since: null, last_error: null }),
  )
}

/** Keeps the last success, so that its age can be told. */
export async function saveFailure(
  tx: Tx,
  key: CheckpointKey,
  failure: { why: string; at: Date },
): Promise<void> {
  await tx.run(
    sql('sync_checkpoints')
      .where(columnsOf(key))
      .update({
        failing_since: sql.raw('coalesce(failing_since, ?)', [failure.at]),
        last_error: failure.why,
      }),
  )
}

const KEY = ['tenant_id', 'connection_id', 'sync', 'calendar']

const columnsOf = ({ ref, sync, calendar }: CheckpointKey) => ({
  tenant_id: ref.tenantId,
  connection_id: ref.connectionId,
  sync,
  calendar,
})
