import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from '../connections/connection.ts'

/** One run of a sync, as far as its job is kept. */
export interface SyncRun {
  id: string
  sync: string
  full: boolean
  asked: boolean
  state: string
  attempts: number
  run_at: Date
  finished_at: Date | null
  last_error: string | null
}

/** Newest first: runs that are done are kept as long as jobs are. `after`: the id of the last one of the page before. */
export function findSyncRuns(
  tx: Tx,
  ref: ConnectionRef,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SyncRun[]> {
  return tx.rows<SyncRun>({
    text: `select id, payload->>'sync' as sync, coalesce((payload->>'full')::boolean, false) as full,
        coalesce((payload->>'asked')::boolean, false) as asked, state, attempts, run_at, finished_at, last_error
      from jobs
      where tenant_id = $1 and kind = 'sync.run' and payload->>'connection_id' = $2 and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    values: [ref.tenantId, ref.connectionId, after ?? null, limit],
  })
}
