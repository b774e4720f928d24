import { Type } from '@sinclair/typebox'
import { HubError } from '../platform/errors.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { subscriptionSchema, usageSchema } from './billing-route-schemas.ts'
import { meterSchema, planSchema, usageItemSchema } from './billing-schemas.ts'
import { presentSubscription } from './plan-routes.ts'
import { countDays, type UsageDay } from './usage-days.ts'
import type { UsageReport } from './usage-report.ts'
import type { InvoiceUsageRow } from './usage-report-repository.ts'

const LONGEST_DAYS = 366

const CalendarDate = (description: string) => Type.String({ format: 'date', description })

const datesQuery = Type.Object(
  { from: CalendarDate('In the zone of the tenant'), to: CalendarDate('This day included') },
  { additionalProperties: false },
)

const usageDaySchema = Type.Object(
  {
    date: Type.String({ format: 'date' }),
    meters: Type.Array(
      Type.Object({
        meter: meterSchema,
        quantity: Type.String({ description: "Decimal in the meter's own unit" }),
        events: Type.Integer(),
      }),
      { description: 'Those that counted something' },
    ),
    amount_minor: Type.Union([Type.Integer(), Type.Null()], {
      description:
        'By how much the day raised what its period costs, before tax and without what is due at no usage; null where the tenant is on no plan',
    }),
  },
  { title: 'UsageDay' },
)

const ownPlanSchema = Type.Object(
  {
    issuer_id: Type.String({ description: 'Who charges it' }),
    name: Type.String(),
    terms: planSchema,
    subscription: subscriptionSchema,
  },
  { title: 'OwnPlan' },
)

const invoiceUsageSchema = Type.Object(
  { tenant_id: Type.String({ description: 'Who used' }), ...usageSchema.properties },
  { title: 'InvoiceUsage' },
)

/** What invoices rest on. */
export function usageReportRoutes(report: UsageReport): Route[] {
  return [daysRoute(report), itemsRoute(report), ownPlanRoute(report), invoiceUsageRoute(report)]
}

function daysRoute(report: UsageReport): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/usage/days',
    tag: 'billing',
    summary: 'What the tenant and all below it used, day by day in its zone, and what that cost',
    permission: 'usage:read',
    rate: 'expensive',
    query: datesQuery,
    replies: {
      200: {
        description: 'Every day, oldest first',
        schema: Type.Object({
          zone: Type.String(),
          currency: Type.String(),
          data: Type.Array(usageDaySchema),
        }),
      },
    },
    async handler({ tenantId, query }) {
      requireSpan(query)
      const { zone, currency, days: found } = await report.days(tenantId, query)
      return { status: 200, body: { zone, currency, data: found.map(presentDay) } }
    },
  })
}

function itemsRoute(report: UsageReport): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/usage/items',
    tag: 'billing',
    summary: 'What the tenant and all below it used, as POST /v1/pricing/preview takes it',
    permission: 'usage:read',
    rate: 'expensive',
    query: datesQuery,
    replies: {
      200: {
        description: 'Usage events of the same size together',
        schema: Type.Object({ data: Type.Array(usageItemSchema) }),
      },
    },
    async handler({ tenantId, query }) {
      requireSpan(query)
      return { status: 200, body: { data: await report.items(tenantId, query) } }
    },
  })
}

function requireSpan({ from, to }: { from: string; to: string }): void {
  const days = countDays(from, to)
  if (days >= 1 && days <= LONGEST_DAYS) return
  throw new HubError('invalid', { detail: '`from` must not be after `to`, nor more than a year before.' })
}

function ownPlanRoute(report: UsageReport): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/usage/plan',
    tag: 'billing',
    summary: 'At what prices the tenant is charged by the one above it',
    permission: 'usage:read',
    rate: 'read',
    replies: {
      200: {
        description: 'Null where it is on no plan',
        schema: Type.Object({ data: Type.Union([ownPlanSchema, Type.Null()]) }),
      },
    },
    async handler({ tenantId }) {
      const found = await report.ownPlan(tenantId)
      if (!found) return { status: 200, body: { data: null } }
      const { subscription, plan } = found
      const data = {
        issuer_id: subscription.issuerId,
        name: plan.name,
        terms: plan.terms,
        subscription: presentSubscription(subscription),
      }
      return { status: 200, body: { data } }
    },
  })
}

function invoiceUsageRoute(report: UsageReport): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/invoices/:id/usage',
    tag: 'billing',
    summary: 'The usage behind an invoice, down to the call, newest first',
    description: 'Of one line: the events of its `meter` within its `period`.',
    permission: 'invoices:read',
    rate: 'read',
    params: idParams('id'),
    query: Type.Composite(
      [
        pageQuery,
        Type.Object({
          meter: Type.Optional(meterSchema),
          from: Type.Optional(Type.String({ format: 'date-time' })),
          to: Type.Optional(Type.String({ format: 'date-time', description: 'Exclusive' })),
        }),
      ],
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'A page', schema: pageSchema(invoiceUsageSchema) } },
    async handler({ tenantId, params, query }) {
      const page = askedPage(query)
      const filter = { ...page, meter: query.meter, from: instantOf(query.from), to: instantOf(query.to) }
      const rows = await report.ofInvoice(tenantId, params.id, filter)
      return { status: 200, body: asPage(rows, page, { id: ({ id }) => id, present: presentRow }) }
    },
  })
}

const instantOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text)

const presentDay = ({ date, meters, amountMinor }: UsageDay) => ({ date, meters, amount_minor: amountMinor })

const presentRow = ({ occurred_at, received_at, ...row }: InvoiceUsageRow) => ({
  ...row,
  occurred_at: occurred_at.toISOString(),
  received_at: received_at.toISOString(),
})
