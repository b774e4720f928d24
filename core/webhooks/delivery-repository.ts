import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { ForgottenBatch, OldRows } from '../platform/retention/tenant-by-tenant.ts'
import type { Attempt, Delivery } from './delivery.ts'

interface DeliveryRow {
  id: string
  tenant_id: string
  endpoint_id: string
  event_id: string
  event_type: string
  state: Delivery['state']
  round: number
  tries: number
  last_error: string | null
  created_at: Date
  ended_at: Date | null
}

interface AttemptRow {
  at: Date
  duration_ms: number
  status: number | null
  error: string | null
  answer: string | null
}

/** Who wants to be told of what, in these tenants. For the courier. */
export async function findListeners(
  tx: Tx,
  tenantIds: readonly string[],
): Promise<Array<{ tenantId: string; id: string; eventTypes: string[] }>> {
  return tx.rows({
    name: 'webhook-listeners',
    text: `select tenant_id as "tenantId", id, event_types as "eventTypes" from webhook_endpoints
      where tenant_id = any ($1::uuid[]) and state = 'enabled'`,
    values: [tenantIds],
  })
}

export type NewDelivery = Pick<Delivery, 'id' | 'tenantId' | 'endpointId' | 'eventId' | 'eventType'>

/** Gives the ids of those that are new: an event is delivered to an endpoint once, however often it is read. */
export async function insertDeliveries(
  tx: Tx,
  deliveries: readonly NewDelivery[],
  at: Date,
): Promise<Set<string>> {
  const column = <K extends keyof NewDelivery>(name: K) => deliveries.map((delivery) => delivery[name])
  const fresh = await tx.rows<{ id: string }>({
    name: 'webhook-deliveries-add',
    text: `insert into webhook_deliveries (tenant_id, id, endpoint_id, event_id, event_type, created_at)
      select tenant_id, id, endpoint_id, event_id, event_type, $6
      from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[])
        as given (tenant_id, id, endpoint_id, event_id, event_type)
      on conflict (tenant_id, endpoint_id, event_id) do nothing
      returning id`,
    values: [
      column('tenantId'),
      column('id'),
      column('endpointId'),
      column('eventId'),
      column('eventType'),
      at,
    ],
  })
  return new Set(fresh.map(({ id }) => id))
}

export async function findDelivery(tx: Tx, tenantId: string, id: string): Promise<Delivery | undefined> {
  const row = await tx.first<DeliveryRow>(sql('webhook_deliveries').where({ tenant_id: tenantId, id }))
  return row && asDelivery(row)
}

export interface DeliveryPage {
  endpointId: string
  state: Delivery['state'] | undefined
  /** Id of the last one of the page before. */
  after: string | undefined
  limit: number
}

/** Newest first. */
export async function findDeliveries(tx: Tx, tenantId: string, page: DeliveryPage): Promise<Delivery[]> {
  const query = sql('webhook_deliveries')
    .where({ tenant_id: tenantId, endpoint_id: page.endpointId })
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.state) query.andWhere('state', page.state)
  if (page.after) query.andWhere('id', '<', page.after)
  return (await tx.rows<DeliveryRow>(query)).map(asDelivery)
}

/** Oldest first. */
export async function findAttempts(tx: Tx, tenantId: string, deliveryId: string): Promise<Attempt[]> {
  const rows = await tx.rows<AttemptRow>(
    sql('webhook_attempts').where({ tenant_id: tenantId, delivery_id: deliveryId }).orderBy('id'),
  )
  return rows.map((row) => ({
    at: row.at.getTime(),
    durationMs: row.duration_ms,
    status: row.status ?? undefined,
    error: row.error ?? undefined,
    answer: row.answer ?? undefined,
  }))
}

type Round = Pick<Delivery, 'tenantId' | 'id' | 'round'>

export async function insertAttempt(tx: Tx, { tenantId, id }: Round, attempt: Attempt): Promise<void> {
  await tx.run(
    sql('webhook_attempts').insert({
      tenant_id: tenantId,
      id: newId(),
      delivery_id: id,
      at: new Date(attempt.at),
      duration_ms: attempt.durationMs,
      status: attempt.status ?? null,
      error: attempt.error ?? null,
      answer: attempt.answer ?? null,
    }),
  )
}

/** What became of an attempt, or of having none (`tried: 0`). False where the round is over. */
export async function settleDelivery(
  tx: Tx,
  { tenantId, id, round }: Round,
  settled: { state: Delivery['state']; error: string | undefined; tried: 0 | 1; at: Date },
): Promise<boolean> {
  const { state, error, tried, at } = settled
  const changed = await tx.run(
    sql('webhook_deliveries')
      .where({ tenant_id: tenantId, id, round, state: 'waiting' })
      .update({
        state,
        tries: sql.raw('tries + ?', [tried]),
        last_error: error ?? null,
        ended_at: state === 'waiting' ? null : at,
      }),
  )
  return changed === 1
}

/** From its first attempt on, whatever became of it before. */
export async function restartDelivery(tx: Tx, tenantId: string, id: string): Promise<Delivery | undefined> {
  const [row] = await restart(tx, {
    text: 'tenant_id = $1 and id = $2',
    values: [tenantId, id],
  })
  return row
}

/** The oldest `limit` of an endpoint that failed and were made at `since` or later. */
export function restartFailed(
  tx: Tx,
  tenantId: string,
  { endpointId, since, limit }: { endpointId: string; since: Date; limit: number },
): Promise<Delivery[]> {
  return restart(tx, {
    text: `tenant_id = $1 and id in (
      select id from webhook_deliveries
      where tenant_id = $1 and endpoint_id = $2 and state = 'failed' and created_at >= $3
      order by id limit $4 for update)`,
    values: [tenantId, endpointId, since, limit],
  })
}

async function restart(tx: Tx, where: { text: string; values: unknown[] }): Promise<Delivery[]> {
  const rows = await tx.rows<DeliveryRow>({
    text: `update webhook_deliveries
      set state = 'waiting', round = round + 1, tries = 0, last_error = null, ended_at = null
      where ${where.text} returning *`,
    values: where.values,
  })
  return rows.map(asDelivery)
}

const deleteWhere = (condition: string) => (tx: Tx, tenantId: string, old: OldRows) =>
  tx.first<ForgottenBatch>({
    text: `with old as (
        select id from webhook_deliveries where tenant_id = $1 and id > $2 and id < $3 and ${condition}
        order by id limit $4 for update skip locked),
      gone as (
        delete from webhook_deliveries using old
        where webhook_deliveries.tenant_id = $1 and webhook_deliveries.id = old.id returning webhook_deliveries.id)
      select count(*)::int as rows, (select id from gone order by id desc limit 1) as reached from gone`,
    values: [tenantId, old.after, old.before, old.limit],
  })

export const deleteDelivered = deleteWhere(`state = 'delivered'`)
export const deleteUndelivered = deleteWhere(`state <> 'delivered'`)

function asDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: row.event_type,
    state: row.state,
    round: row.round,
    tries: row.tries,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at.getTime(),
    endedAt: row.ended_at?.getTime(),
  }
}
