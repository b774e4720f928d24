import { Type } from '@sinclair/typebox'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { newUsageSchema, usageSchema } from './billing-route-schemas.ts'
import { pricingPreviewReplySchema, pricingPreviewRequestSchema } from './billing-schemas.ts'
import { previewPricing } from './pricing-preview.ts'
import { listUsage, type UsageRow } from './usage-repository.ts'
import type { UsageTracker } from './usage-tracker.ts'

export function usageRoutes({ database, tracker }: { database: Database; tracker: UsageTracker }): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/usage-events',
    tag: 'billing',
    summary: 'Usage of the tenant acted for, newest first',
    permission: 'usage:read',
    rate: 'read',
    query: pageQuery,
    replies: {
      200: {
        description: 'A page',
        schema: pageSchema(usageSchema),
      },
    },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const rows = await database.inTenant(tenantId, (tx) => listUsage(tx, tenantId, asked))
      return { status: 200, body: asPage(rows, asked, { id: ({ id }) => id, present: presentUsage }) }
    },
  })
  const record = defineRoute({
    method: 'POST',
    path: '/v1/usage-events',
    tag: 'billing',
    summary: 'Tell usage; the same event_id counts once',
    permission: 'usage:write',
    rate: 'write',
    body: newUsageSchema,
    replies: {
      200: { description: 'Counted, now or before', schema: Type.Object({ result: Type.String() }) },
    },
    async handler({ tenantId, body }) {
      const usage = {
        tenantId,
        eventId: `api:${body.event_id}`,
        meter: body.meter,
        quantity: body.quantity,
        occurredAt: Date.parse(body.occurred_at),
      }
      const result = await database.inTenant(tenantId, (tx) => tracker.record(tx, usage))
      if (result !== 'conflict') return { status: 200, body: { result } }
      throw new HubError('usage_conflict', {
        detail: 'That event_id is stored with other content, which stays.',
      })
    },
  })
  return [list, record, preview]
}

const preview = defineRoute({
  method: 'POST',
  path: '/v1/pricing/preview',
  tag: 'billing',
  summary: 'What would it cost? Plan and usage in the body, nothing is stored',
  permission: 'plans:read',
  rate: 'read',
  idempotent: false,
  body: pricingPreviewRequestSchema,
  replies: { 200: { description: 'The lines an invoice would have', schema: pricingPreviewReplySchema } },
  async handler({ body }) {
    const priced = previewPricing(body)
    if (priced.ok) return { status: 200, body: priced.reply }
    const errors = priced.problems.map(({ path, detail }) => ({ path, message: detail }))
    throw new HubError('invalid', { detail: 'That cannot be priced.', extra: { errors } })
  },
})

const presentUsage = (row: UsageRow) => ({
  id: row.id,
  event_id: row.event_id,
  meter: row.meter,
  quantity: row.quantity,
  call_id: row.call_id,
  occurred_at: row.occurred_at.toISOString(),
  received_at: row.received_at.toISOString(),
})
