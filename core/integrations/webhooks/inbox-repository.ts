import { sql } from '../../platform/db/sql.ts'
import type { Statement, Tx } from '../../platform/db/tx.ts'
import type { ForgottenBatch, OldRows } from '../../platform/retention/tenant-by-tenant.ts'
import type { ConnectionRef } from '../connections/connection.ts'

export interface InboxRow {
  id: string
  connection_id: string
  hook: string
  headers: Record<string, string>
  body: Buffer
  received_at: Date
  processed_at: Date | null
}

export interface Delivery {
  ref: ConnectionRef
  /** Its job has the same. */
  id: string
  hook: string
  dedupeKey: string
  headers: Readonly<Record<string, string>>
  body: Buffer
  /** Epoch milliseconds of the business clock. */
  receivedAt: number
  /** The W3C trace that the job goes on with. */
  trace: string | undefined
}

/**
 * Rows and jobs in one statement and one round trip; a delivery that is known already makes neither. It sets the tenants
 * inside itself, which is safe because it only inserts. It gives no rows: nobody asks which of them were new.
 */
export function acceptDeliveries(deliveries: readonly Delivery[]): Statement {
  return {
    name: 'inbox-accept',
    text: `with scope as materialized (select set_config('app.tenants', $1, true)),
      given as materialized (
        select delivery.* from scope, json_to_recordset($2) as delivery (tenant_id uuid, id uuid, connection_id uuid,
          hook text, dedupe_key text, headers jsonb, body_at integer, body_length integer, received_at timestamptz,
          trace text)),
      accepted as (
        insert into inbox (tenant_id, id, connection_id, hook, dedupe_key, headers, body, received_at)
        select tenant_id, id, connection_id, hook, dedupe_key, headers,
          substring($3::bytea from body_at for body_length), received_at from given
        on conflict (tenant_id, connection_id, hook, dedupe_key) do nothing
        returning id)
      insert into jobs (id, tenant_id, kind, payload, unique_key, run_at, wake_at, priority, trace)
      select id, tenant_id, 'inbox.process', jsonb_build_object('inbox_id', id), id::text, received_at,
        clock_timestamp(), 5, trace
      from given join accepted using (id)`,
    values: [
      `{${[...new Set(deliveries.map(({ ref }) => ref.tenantId))].join()}}`,
      JSON.stringify(given(deliveries)),
      Buffer.concat(deliveries.map(({ body }) => body)),
    ],
  }
}

/**
 * In the order of their keys, so that two statements with the same deliveries wait for each other and never cross. The
 * bodies go apart and in one piece, which the driver sends as it is.
 */
function given(deliveries: readonly Delivery[]): object[] {
  let next = 1
  const rows = deliveries.map((delivery) => {
    const { ref, id, hook, dedupeKey, headers, body, receivedAt, trace } = delivery
    const body_at = next
    next += body.length
    return {
      tenant_id: ref.tenantId,
      id,
      connection_id: ref.connectionId,
      hook,
      dedupe_key: dedupeKey,
      headers,
      body_at,
      body_length: body.length,
      received_at: new Date(receivedAt),
      trace,
    }
  })
  return rows.sort((a, b) => (a.dedupe_key < b.dedupe_key ? -1 : 1))
}

export function findDelivery(tx: Tx, tenantId: string, id: string): Promise<InboxRow | undefined> {
  return tx.first<InboxRow>(sql('inbox').where({ tenant_id: tenantId, id }))
}

export async function markProcessed(tx: Tx, tenantId: string, done: { id: string; at: Date }): Promise<void> {
  await tx.run(sql('inbox').where({ tenant_id: tenantId, id: done.id }).update({ processed_at: done.at }))
}

const deleteWhere = (condition: string) => (tx: Tx, tenantId: string, old: OldRows) =>
  tx.first<ForgottenBatch>({
    text: `with old as (
        select id from inbox where tenant_id = $1 and id > $2 and id < $3 and ${condition}
        order by id limit $4 for update skip locked),
      gone as (delete from inbox using old where inbox.tenant_id = $1 and inbox.id = old.id returning inbox.id)
      select count(*)::int as rows, (select id from gone order by id desc limit 1) as reached from gone`,
    values: [tenantId, old.after, old.before, old.limit],
  })

export const deleteProcessedDeliveries = deleteWhere('processed_at is not null')

/** Those that nobody will work on any more: their job was given up, and has been forgotten in its turn. */
export const deleteAbandonedDeliveries = deleteWhere(`processed_at is null
  and not exists (select from jobs where kind = 'inbox.process' and unique_key = inbox.id::text)`)
