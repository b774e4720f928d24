import { sql } from '../../platform/db/sql.ts'
import type { Statement, Tx } from '../../platform/db/tx.ts'
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
  id: string
  jobId: string
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
 * Row and job in one statement and one round trip; a delivery that is known already makes neither. It sets the
 * tenant inside itself, which is safe because it only inserts.
 */
export function acceptDelivery(delivery: Delivery): Statement {
  const { ref } = delivery
  const receivedAt = new Date(delivery.receivedAt)
  return {
    name: 'inbox-accept',
    text: `with scope as materialized (select set_config('app.tenants', $1, true)),
      accepted as (
        insert into inbox (tenant_id, id, connection_id, hook, dedupe_key, headers, body, received_at)
        select $2::uuid, $3::uuid, $4::uuid, $5, $6, $7::jsonb, $8, $9 from scope
        on conflict (tenant_id, connection_id, hook, dedupe_key) do nothing
        returning id),
      job as (
        insert into jobs (id, tenant_id, kind, payload, unique_key, run_at, priority, trace)
        select $10::uuid, $2::uuid, 'inbox.process', jsonb_build_object('inbox_id', id), id::text, $9, 5, $11 from accepted)
      select count(*)::int as new from accepted`,
    values: [
      `{${ref.tenantId}}`,
      ref.tenantId,
      delivery.id,
      ref.connectionId,
      delivery.hook,
      delivery.dedupeKey,
      JSON.stringify(delivery.headers),
      delivery.body,
      receivedAt,
      delivery.jobId,
      delivery.trace ?? null,
    ],
  }
}

export function findDelivery(tx: Tx, tenantId: string, id: string): Promise<InboxRow | undefined> {
  return tx.first<InboxRow>(sql('inbox').where({ tenant_id: tenantId, id }))
}

export async function markProcessed(tx: Tx, tenantId: string, done: { id: string; at: Date }): Promise<void> {
  await tx.run(sql('inbox').where({ tenant_id: tenantId, id: done.id }).update({ processed_at: done.at }))
}

/** Deletes deliveries that came before; ids begin with the time (UUIDv7), so the primary key finds them. Gives how many. */
export function deleteDeliveries(
  tx: Tx,
  tenantId: string,
  old: { before: number; processedOnly: boolean; limit: number },
): Promise<number> {
  return tx.run({
    text: `delete from inbox where tenant_id = $1 and id in (
      select id from inbox where tenant_id = $1 and id < $2 and (processed_at is not null or not $3)
      order by id limit $4)`,
    values: [tenantId, firstIdAt(old.before), old.processedOnly, old.limit],
  })
}

/** The smallest UUIDv7 of a millisecond (RFC 9562, section 5.7). */
function firstIdAt(ms: number): string {
  const time = Math.floor(ms).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
