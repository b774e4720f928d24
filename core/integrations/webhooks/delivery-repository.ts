import type { Tx } from '../../platform/db/tx.ts'
import { newId } from '../../platform/ids.ts'
import type { ConnectionRef } from '../connections/connection.ts'

export const receivedStates = ['waiting', 'processed', 'given_up'] as const
export type ReceivedState = (typeof receivedStates)[number]

/** A delivery that was accepted, with what became of it. */
export interface Received {
  id: string
  hook: string
  receivedAt: Date
  processedAt: Date | null
  /** `given_up`: a dead letter. Its job failed, was put away or cancelled, or is not kept any more. */
  state: ReceivedState
  /** Runs of its job since it was last started; null where there is no job any more. */
  attempts: number | null
  /** Why the last run did not succeed. */
  reason: string | null
  bytes: number
}

export interface ReceivedWhole extends Received {
  headers: Record<string, string>
  body: Buffer
}

export interface ReceivedFilter {
  ref: ConnectionRef
  hook?: string | undefined
  state?: ReceivedState | undefined
}

const COLUMNS = `inbox.id, inbox.hook, inbox.received_at as "receivedAt", inbox.processed_at as "processedAt",
  case when inbox.processed_at is not null then 'processed'
       when job.state in ('waiting', 'running') then 'waiting'
       else 'given_up' end as state,
  job.attempts, job.last_error as reason, octet_length(inbox.body) as bytes, job.state as job_state`

/** A job that was done is forgotten before its delivery is. */
const FROM = `from inbox left join jobs job
  on job.kind = 'inbox.process' and job.unique_key = inbox.id::text and job.tenant_id = inbox.tenant_id`

const CHOSEN = `inbox.tenant_id = $1 and inbox.connection_id = $2 and ($3::text is null or inbox.hook = $3)`

/** Newest first. `after`: the id of the last one of the page before. */
export function findReceived(
  tx: Tx,
  { ref, hook, state }: ReceivedFilter,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Received[]> {
  return tx.rows<Received>({
    text: `select * from (select ${COLUMNS} ${FROM} where ${CHOSEN} and ($5::uuid is null or inbox.id < $5)) received
      where ($4::text is null or state = $4) order by id desc limit $6`,
    values: [ref.tenantId, ref.connectionId, hook ?? null, state ?? null, after ?? null, limit],
  })
}

export function findReceivedById(tx: Tx, tenantId: string, id: string): Promise<ReceivedWhole | undefined> {
  return tx.first<ReceivedWhole>({
    text: `select ${COLUMNS}, inbox.headers, inbox.body ${FROM} where inbox.tenant_id = $1 and inbox.id = $2`,
    values: [tenantId, id],
  })
}

/** Ids of those received in `from` up to `to`, oldest first, that no run is at work on. */
export async function findReplayable(
  tx: Tx,
  { ref, hook, state }: ReceivedFilter,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>({
    text: `select id from (
        select ${COLUMNS} ${FROM} where ${CHOSEN} and inbox.received_at >= $5 and inbox.received_at < $6) received
      where ($4::text is null or state = $4) and job_state is distinct from 'running' order by id limit $7`,
    values: [ref.tenantId, ref.connectionId, hook ?? null, state ?? null, from, to, limit],
  })
  return rows.map(({ id }) => id)
}

/**
 * Has them worked on once more, each by the one job that it has, from the first attempt on. Gives how many there were:
 * one that a run is at work on right now is left to it.
 */
export async function replay(
  tx: Tx,
  tenantId: string,
  { ids, at }: { ids: readonly string[]; at: Date },
): Promise<number> {
  const restarted = await tx.rows<{ id: string }>({
    text: `insert into jobs as known (id, tenant_id, kind, payload, unique_key, run_at, wake_at)
      select job_id, $1, 'inbox.process', jsonb_build_object('inbox_id', id), id::text, $4, clock_timestamp()
      from unnest($2::uuid[], $3::uuid[]) as given (id, job_id) order by id
      on conflict (kind, unique_key) where unique_key is not null do update
        set state = 'waiting', attempts = 0, crashes = 0, token = known.token + 1, run_at = excluded.run_at,
          wake_at = excluded.wake_at, handed_out_at = null, finished_at = null, lease_until = null
        where known.state <> 'running'
      returning unique_key as id`,
    values: [tenantId, ids, ids.map(() => newId()), at],
  })
  await tx.run({
    text: 'update inbox set processed_at = null where tenant_id = $1 and id = any ($2::uuid[])',
    values: [tenantId, restarted.map(({ id }) => id)],
  })
  return restarted.length
}
