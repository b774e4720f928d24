import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import type { Drift } from '../ports.ts'

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

/** What the last full comparison found, as it is stored. */
export interface DriftReport extends Drift {
  /** RFC 3339. */
  compared_at: string
  /** Entries of the hub's that were not told and have yet to be looked for. */
  looked_for: string[]
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

/** `drift` only where something was compared; else the last report stays. */
export async function saveCheckpoint(
  tx: Tx,
  key: CheckpointKey,
  { drift, ...saved }: Checkpoint & { drift?: DriftReport | undefined },
): Promise<void> {
  await tx.run(
    sql('sync_checkpoints')
      .where(columnsOf(key))
      .update({
        ...saved,
        ...(drift ? { drift: JSON.stringify(drift) } : {}),
        failing_since: null,
        last_error: null,
      }),
  )
}

/** What became of one that was looked for: null where it stands as known. Counted once, and only for that comparison. */
export async function noteFound(
  tx: Tx,
  key: CheckpointKey,
  {
    entryId,
    comparedAt,
    is,
  }: { entryId: string; comparedAt: string; is: 'missing_there' | 'different' | null },
): Promise<void> {
  await tx.run({
    name: 'drift-found',
    text: `update sync_checkpoints set drift = jsonb_set(
        case when $7::text is null then drift
          else jsonb_set(drift, array['entries', $7], to_jsonb((drift #>> array['entries', $7])::int + 1)) end,
        '{looked_for}', (drift -> 'looked_for') - $6)
      where tenant_id = $1 and connection_id = $2 and sync = $3 and calendar = $4
        and drift ->> 'compared_at' = $5 and drift -> 'looked_for' ? $6`,
    values: [key.ref.tenantId, key.ref.connectionId, key.sync, key.calendar, comparedAt, entryId, is],
  })
}

export interface SyncState extends Checkpoint {
  sync: string
  calendar: string
  failing_since: Date | null
  last_error: string | null
  drift: DriftReport | null
}

export function findSyncStates(tx: Tx, ref: ConnectionRef): Promise<SyncState[]> {
  return tx.rows<SyncState>(
    sql('sync_checkpoints')
      .where({ tenant_id: ref.tenantId, connection_id: ref.connectionId })
      .select('sync', 'calendar', ...COLUMNS, 'failing_since', 'last_error', 'drift')
      .orderBy(['sync', 'calendar']),
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
