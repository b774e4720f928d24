import type { Tx } from '../../platform/db/tx.ts'
import type { ConnectionRef } from './connection.ts'

export interface SyncFacts {
  sync: string
  calendar: string
  synced_at: Date | null
  full_at: Date | null
  failing_since: Date | null
  last_error: string | null
}

export interface DeliveryFacts {
  hook: string
  received: number
  unprocessed: number
  last_received_at: Date
  last_processed_at: Date | null
}

export interface JobFacts {
  kind: string
  state: string
  attempts: number
  run_at: Date
  finished_at: Date | null
  last_error: string
}

export function findSyncFacts(tx: Tx, ref: ConnectionRef): Promise<SyncFacts[]> {
  return tx.rows<SyncFacts>({
    text: `select sync, calendar, synced_at, full_at, failing_since, last_error from sync_checkpoints
      where tenant_id = $1 and connection_id = $2 order by sync, calendar`,
    values: [ref.tenantId, ref.connectionId],
  })
}

export function countDeliveries(tx: Tx, ref: ConnectionRef): Promise<DeliveryFacts[]> {
  return tx.rows<DeliveryFacts>({
    text: `select hook, count(*)::int as received, count(*) filter (where processed_at is null)::int as unprocessed,
        max(received_at) as last_received_at, max(processed_at) as last_processed_at
      from inbox where tenant_id = $1 and connection_id = $2 group by hook order by hook`,
    values: [ref.tenantId, ref.connectionId],
  })
}

/** The latest jobs for the connection whose last run did not succeed: its own, and those of its deliveries. */
export function findFailedJobs(tx: Tx, ref: ConnectionRef, limit: number): Promise<JobFacts[]> {
  return tx.rows<JobFacts>({
    text: `select kind, state, attempts, run_at, finished_at, last_error from jobs
      where tenant_id = $1 and last_error is not null
        and (payload->>'connection_id' = $2::text
          or (kind = 'inbox.process' and exists (
            select from inbox where inbox.tenant_id = $1 and inbox.connection_id = $2::uuid
              and inbox.id::text = jobs.unique_key)))
      order by id desc limit $3`,
    values: [ref.tenantId, ref.connectionId, limit],
  })
}
