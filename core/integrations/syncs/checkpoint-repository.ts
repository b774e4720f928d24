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
  synced_at: Date | null
  full_at: Date | null
}

export function findCheckpoint(tx: Tx, key: CheckpointKey): Promise<Checkpoint | undefined> {
  return tx.first<Checkpoint>(sql('sync_checkpoints').where(columnsOf(key)))
}

export async function saveCheckpoint(
  tx: Tx,
  key: CheckpointKey,
  saved: { checkpoint: string | null; full: boolean; at: Date },
): Promise<void> {
  const row = {
    ...columnsOf(key),
    checkpoint: saved.checkpoint,
    synced_at: saved.at,
    failing_since: null,
    last_error: null,
    ...(saved.full ? { full_at: saved.at } : {}),
  }
  await tx.run(
    sql('sync_checkpoints')
      .insert(row)
      .onConflict(['tenant_id', 'connection_id', 'sync', 'calendar'])
      .merge(),
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
      .insert({ ...columnsOf(key), failing_since: failure.at, last_error: failure.why })
      .onConflict(['tenant_id', 'connection_id', 'sync', 'calendar'])
      .merge({
        failing_since: sql.raw('coalesce(sync_checkpoints.failing_since, excluded.failing_since)'),
        last_error: failure.why,
      }),
  )
}

const columnsOf = ({ ref, sync, calendar }: CheckpointKey) => ({
  tenant_id: ref.tenantId,
  connection_id: ref.connectionId,
  sync,
  calendar,
})
