import type { Knex } from 'knex'
import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import { newId } from '../platform/ids.ts'
import type { BillingPeriod } from './billing-period.ts'
import type { MeterId } from './meter.ts'
import type { UsageItem } from './usage-quantity.ts'

export interface UsageEvent {
  /** The client that used. */
  tenantId: string
  /** Provider, call and meter. */
  eventId: string
  meter: MeterId
  /** Decimal string in the meter's own unit. */
  quantity: string
  callId: string | null
  occurredAt: Date
}

export interface UsageRow {
  id: string
  event_id: string
  meter: MeterId
  quantity: string
  call_id: string | null
  occurred_at: Date
  received_at: Date
}

/** Undefined when an event with that id is stored already. */
export async function insertUsage(tx: Tx, usage: UsageEvent, receivedAt: Date): Promise<string | undefined> {
  const row = await tx.first<{ id: string }>(
    sql('usage_events')
      .insert({
        tenant_id: usage.tenantId,
        id: newId(),
        event_id: usage.eventId,
        meter: usage.meter,
        quantity: usage.quantity,
        call_id: usage.callId,
        occurred_at: usage.occurredAt,
        received_at: receivedAt,
      })
      .onConflict(['tenant_id', 'event_id'])
      .ignore()
      .returning('id'),
  )
  return row?.id
}

export function findUsage(tx: Tx, tenantId: string, eventId: string): Promise<UsageRow | undefined> {
  return tx.first<UsageRow>(sql('usage_events').where({ tenant_id: tenantId, event_id: eventId }))
}

export function listUsage(
  tx: Tx,
  tenantId: string,
  page: { after?: string | undefined; limit: number; callId?: string | undefined },
): Promise<UsageRow[]> {
  const query = sql('usage_events').where({ tenant_id: tenantId }).orderBy('id', 'desc').limit(page.limit)
  if (page.after) query.andWhere('id', '<', page.after)
  if (page.callId) query.andWhere('call_id', page.callId)
  return tx.rows<UsageRow>(query)
}

/** One edge of the tree: who charges whom, by which subscription. */
export interface Edge {
  issuerId: string
  recipientId: string
  subscriptionId: string
  /** Whose usage it is: the recipient's, and that of all below it. One usage has a price on each edge above it. */
  usedBy: readonly string[]
}

interface GroupRow {
  meter: MeterId
  quantity: string
  events: number
}

/** By no subscription of this issuer: a plan that was changed in mid-period must not charge twice. */
const UNRATED = `not exists (select from rated_usage r where r.tenant_id = ?
  and r.usage_tenant_id = u.tenant_id and r.usage_id = u.id)`

/** What an edge has not charged yet of a period, as sizes and their counts: a month is a short list. */
export async function unratedUsage(tx: Tx, edge: Edge, period: BillingPeriod): Promise<UsageItem[]> {
  const rows = await tx.rows<GroupRow>(
    grouped()
      .whereIn('u.tenant_id', edge.usedBy)
      .where('u.occurred_at', '>=', new Date(period.start))
      .where('u.occurred_at', '<', new Date(period.end))
      .whereRaw(UNRATED, [edge.issuerId]),
  )
  return rows
}

/** Instants of usage that came after its own period was charged. */
export async function lateInstants(
  tx: Tx,
  edge: Edge,
  span: { since: number; before: number },
): Promise<Date[]> {
  const rows = await tx.rows<{ occurred_at: Date }>(
    sql('usage_events as u')
      .distinct('u.occurred_at')
      .whereIn('u.tenant_id', edge.usedBy)
      .where('u.occurred_at', '>=', new Date(span.since))
      .where('u.occurred_at', '<', new Date(span.before))
      .whereRaw(UNRATED, [edge.issuerId]),
  )
  return rows.map((row) => row.occurred_at)
}

/** What an edge has charged of a period already. */
export async function ratedUsage(
  tx: Tx,
  edge: Edge,
  period: BillingPeriod & { except: string },
): Promise<UsageItem[]> {
  return tx.rows<GroupRow>(
    rated(grouped())
      .where({ 'r.tenant_id': edge.issuerId, 'r.subscription_id': edge.subscriptionId })
      .whereIn('u.tenant_id', edge.usedBy)
      .whereNot('r.invoice_id', period.except)
      .where('u.occurred_at', '>=', new Date(period.start))
      .where('u.occurred_at', '<', new Date(period.end)),
  )
}

/** Takes all that is uncharged before an instant for an invoice. What commits later is late usage of the next one. */
export function claimUsage(
  tx: Tx,
  edge: Edge,
  claim: { invoiceId: string; since: number; before: number },
): Promise<number> {
  return tx.run({
    text: `insert into rated_usage (tenant_id, subscription_id, usage_tenant_id, usage_id, invoice_id)
      select $1::uuid, $2::uuid, u.tenant_id, u.id, $3::uuid from usage_events u
      where u.tenant_id = any ($4::uuid[]) and u.occurred_at >= $5 and u.occurred_at < $6
      on conflict do nothing`,
    values: [
      edge.issuerId,
      edge.subscriptionId,
      claim.invoiceId,
      edge.usedBy,
      new Date(claim.since),
      new Date(claim.before),
    ],
  })
}

/** What an invoice took, of one period. */
export function claimedUsage(
  tx: Tx,
  edge: Edge,
  claim: BillingPeriod & { invoiceId: string },
): Promise<UsageItem[]> {
  return tx.rows<GroupRow>(
    rated(grouped())
      .where({ 'r.tenant_id': edge.issuerId, 'r.invoice_id': claim.invoiceId })
      .whereIn('u.tenant_id', edge.usedBy)
      .where('u.occurred_at', '>=', new Date(claim.start))
      .where('u.occurred_at', '<', new Date(claim.end)),
  )
}

/** Instants of what an invoice took from before its own period. */
export async function claimedLateInstants(
  tx: Tx,
  edge: Edge,
  claim: { invoiceId: string; before: number },
): Promise<Date[]> {
  const rows = await tx.rows<{ occurred_at: Date }>(
    rated(sql('usage_events as u').distinct('u.occurred_at'))
      .where({ 'r.tenant_id': edge.issuerId, 'r.invoice_id': claim.invoiceId })
      .whereIn('u.tenant_id', edge.usedBy)
      .where('u.occurred_at', '<', new Date(claim.before)),
  )
  return rows.map((row) => row.occurred_at)
}

/** Together with which invoice took it. */
const rated = (usage: Knex.QueryBuilder) =>
  usage.join('rated_usage as r', (join) =>
    join.on('r.usage_tenant_id', 'u.tenant_id').andOn('r.usage_id', 'u.id'),
  )

const grouped = () =>
  sql('usage_events as u')
    .select('u.meter', sql.raw('u.quantity::text as quantity'), sql.raw('count(*)::int as events'))
    .groupBy('u.meter', 'u.quantity')
    .orderBy(['u.meter', 'u.quantity'])
