import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { BillingAnchor } from './billing-period.ts'
import type { Plan } from './price.ts'

export interface StoredPlan {
  id: string
  name: string
  terms: Plan
  version: number
}

export interface Subscription {
  id: string
  issuerId: string
  recipientId: string
  planId: string
  anchor: BillingAnchor
  autoFinalize: boolean
  endedAt: Date | null
}

interface SubscriptionRow {
  id: string
  tenant_id: string
  recipient_id: string
  plan_id: string
  anchor_date: string
  zone: string
  months: number
  auto_finalize: boolean
  ended_at: Date | null
}

export async function insertPlan(tx: Tx, tenantId: string, plan: StoredPlan & { at: Date }): Promise<void> {
  const { id, name, terms, at } = plan
  await tx.run(
    sql('plans').insert({ tenant_id: tenantId, id, name, terms: JSON.stringify(terms), created_at: at }),
  )
}

export function findPlans(tx: Tx, tenantId: string): Promise<StoredPlan[]> {
  return tx.rows<StoredPlan>(
    sql('plans').where({ tenant_id: tenantId }).orderBy('id').select('id', 'name', 'terms', 'version'),
  )
}

export function findPlan(tx: Tx, tenantId: string, id: string): Promise<StoredPlan | undefined> {
  return tx.first<StoredPlan>(
    sql('plans').where({ tenant_id: tenantId, id }).select('id', 'name', 'terms', 'version'),
  )
}

export interface PlanChange {
  id: string
  name?: string | undefined
  terms?: Plan | undefined
  /** The one that is to be changed. */
  version?: number | undefined
}

/** 0 where it is not there, or is no longer of that version. */
export async function updatePlan(tx: Tx, tenantId: string, plan: PlanChange): Promise<number> {
  const change = {
    ...(plan.name === undefined ? {} : { name: plan.name }),
    ...(plan.terms === undefined ? {} : { terms: JSON.stringify(plan.terms) }),
    version: sql.raw('version + 1'),
  }
  const query = sql('plans').where({ tenant_id: tenantId, id: plan.id }).update(change)
  if (plan.version !== undefined) query.andWhere('version', plan.version)
  return tx.run(query)
}

export async function insertSubscription(tx: Tx, subscription: Subscription, at: Date): Promise<void> {
  await tx.run(
    sql('subscriptions').insert({
      tenant_id: subscription.issuerId,
      id: subscription.id,
      recipient_id: subscription.recipientId,
      plan_id: subscription.planId,
      anchor_date: subscription.anchor.date,
      zone: subscription.anchor.timeZone,
      months: subscription.anchor.months,
      auto_finalize: subscription.autoFinalize,
      created_at: at,
    }),
  )
}

export async function findSubscriptions(
  tx: Tx,
  issuerId: string,
  filter: { recipientId?: string; lock?: boolean; id?: string } = {},
): Promise<Subscription[]> {
  const query = sql('subscriptions')
    .where({ tenant_id: issuerId })
    .orderBy('id')
    .select('*', sql.raw('anchor_date::text'))
  if (filter.recipientId) query.andWhere('recipient_id', filter.recipientId)
  if (filter.id) query.andWhere('id', filter.id)
  if (filter.lock) query.forUpdate()
  return (await tx.rows<SubscriptionRow>(query)).map(asSubscription)
}

export async function endSubscription(
  tx: Tx,
  issuerId: string,
  ended: { id: string; at: Date },
): Promise<number> {
  return tx.run(
    sql('subscriptions')
      .where({ tenant_id: issuerId, id: ended.id })
      .whereNull('ended_at')
      .update({ ended_at: ended.at }),
  )
}

const asSubscription = (row: SubscriptionRow): Subscription => ({
  id: row.id,
  issuerId: row.tenant_id,
  recipientId: row.recipient_id,
  planId: row.plan_id,
  anchor: { date: row.anchor_date, timeZone: row.zone, months: row.months },
  autoFinalize: row.auto_finalize,
  endedAt: row.ended_at,
})
