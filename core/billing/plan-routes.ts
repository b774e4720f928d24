import { Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import {
  newPlanSchema,
  newSubscriptionSchema,
  planChangeSchema,
  planRowSchema,
  subscriptionSchema,
} from './billing-route-schemas.ts'
import type { StoredPlan, Subscription } from './plan-repository.ts'
import type { PlanService } from './plan-service.ts'
import type { Plan } from './price.ts'

export function planRoutes(plans: PlanService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/plans',
    tag: 'billing',
    summary: 'Price plans of the tenant acted for',
    permission: 'plans:read',
    rate: 'read',
    replies: { 200: { description: 'Plans', schema: Type.Object({ data: Type.Array(planRowSchema) }) } },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await plans.list(tenantId)).map(presentPlan) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/plans',
    tag: 'billing',
    versioned: true,
    summary: 'Add a price plan',
    permission: 'plans:write',
    rate: 'write',
    body: newPlanSchema,
    replies: { 201: { description: 'Created', schema: planRowSchema } },
    async handler({ tenantId, body }) {
      const plan = await plans.create(tenantId, { name: body.name, terms: body.terms as Plan })
      return { status: 201, body: presentPlan(plan) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/plans/:id',
    tag: 'billing',
    versioned: true,
    summary: 'One price plan',
    permission: 'plans:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The plan', schema: planRowSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentPlan(await plans.get(tenantId, params.id)) }
    },
  })
  const update = defineRoute({
    method: 'PATCH',
    path: '/v1/plans/:id',
    tag: 'billing',
    versioned: true,
    summary: 'Change a plan; open periods are rated by it from now on, final invoices stay',
    permission: 'plans:write',
    rate: 'write',
    params: idParams('id'),
    body: planChangeSchema,
    replies: { 200: { description: 'The plan after the change', schema: planRowSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const change = { ...(given(body) as { name?: string; terms?: Plan }), version }
      return { status: 200, body: presentPlan(await plans.update(tenantId, { id: params.id, ...change })) }
    },
  })
  return [list, create, get, update, ...subscriptionRoutes(plans)]
}

function subscriptionRoutes(plans: PlanService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/subscriptions',
    tag: 'billing',
    summary: 'Who is on which plan of the tenant acted for',
    permission: 'subscriptions:read',
    rate: 'read',
    replies: {
      200: { description: 'Subscriptions', schema: Type.Object({ data: Type.Array(subscriptionSchema) }) },
    },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await plans.subscriptions(tenantId)).map(presentSubscription) } }
    },
  })
  const create = defineRoute({
    method: 'POST',
    path: '/v1/subscriptions',
    tag: 'billing',
    summary: 'Put a tenant directly below on a plan, or on another one',
    description:
      'With `replaces` the subscription that it is on ends at the moment at which the new one is made; both happen or neither.',
    permission: 'subscriptions:write',
    rate: 'write',
    body: newSubscriptionSchema,
    replies: { 201: { description: 'Created', schema: subscriptionSchema } },
    async handler({ tenantId, body }) {
      const subscription = await plans.subscribe(tenantId, {
        recipientId: body.recipient_id,
        planId: body.plan_id,
        anchorDate: body.anchor_date,
        months: body.months ?? 1,
        autoFinalize: body.auto_finalize ?? true,
        replaces: body.replaces,
      })
      return { status: 201, body: presentSubscription(subscription) }
    },
  })
  const end = defineRoute({
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    tag: 'billing',
    summary: 'End a subscription now; what was used is still charged',
    permission: 'subscriptions:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Ended' } },
    async handler({ tenantId, params }) {
      await plans.end(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [list, create, end]
}

const presentPlan = ({ id, name, terms, version }: StoredPlan) => ({ id, name, terms, version })

export const presentSubscription = (subscription: Subscription) => ({
  id: subscription.id,
  recipient_id: subscription.recipientId,
  plan_id: subscription.planId,
  anchor_date: subscription.anchor.date,
  zone: subscription.anchor.timeZone,
  months: subscription.anchor.months,
  auto_finalize: subscription.autoFinalize,
  ended_at: subscription.endedAt?.toISOString() ?? null,
})
