import { Type } from '@sinclair/typebox'
import { invoiceTotalsSchema, planSchema, priceLineSchema } from './billing-schemas.ts'

const nullableInstant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])
const Name = Type.String({ minLength: 1, maxLength: 200 })
const Uuid = Type.String({ format: 'uuid' })
const Months = Type.Integer({ minimum: 1, maximum: 12 })

export const planRowSchema = Type.Object(
  { id: Type.String(), name: Name, terms: planSchema, version: Type.Integer() },
  { title: 'Plan' },
)
export const newPlanSchema = Type.Object({ name: Name, terms: planSchema }, { additionalProperties: false })
export const planChangeSchema = Type.Object(
  { name: Type.Optional(Name), terms: Type.Optional(planSchema) },
  { additionalProperties: false, minProperties: 1 },
)

export const subscriptionSchema = Type.Object(
  {
    id: Type.String(),
    recipient_id: Type.String(),
    plan_id: Type.String(),
    anchor_date: Type.String(),
    zone: Type.String(),
    months: Months,
    auto_finalize: Type.Boolean(),
    ended_at: nullableInstant,
  },
  { title: 'Subscription' },
)
export const newSubscriptionSchema = Type.Object(
  {
    recipient_id: Uuid,
    plan_id: Uuid,
    anchor_date: Type.String({
      format: 'date',
      description: "Periods are counted from here, in the recipient's zone",
    }),
    months: Type.Optional(Months),
    auto_finalize: Type.Optional(
      Type.Boolean({ description: 'Finalize a day after each period; default true' }),
    ),
  },
  { additionalProperties: false },
)

export const invoiceSchema = Type.Object(
  {
    id: Type.String(),
    issuer_id: Type.String(),
    recipient_id: Type.String(),
    number: Type.Union([Type.String(), Type.Null()], {
      description: 'Null for a draft, which is an estimate',
    }),
    status: Type.String({ description: 'draft, final, paid, uncollectible or void' }),
    currency: Type.String(),
    period: Type.Object({ start: Type.String(), end: Type.String() }),
    lines: Type.Array(priceLineSchema),
    totals: invoiceTotalsSchema,
    balance_minor: Type.Integer({ description: 'Still to be paid; the total of a draft' }),
    due_at: nullableInstant,
    version: Type.Integer(),
  },
  { title: 'Invoice' },
)

export const creditNoteSchema = Type.Object(
  {
    id: Type.String(),
    invoice_id: Type.String(),
    number: Type.String(),
    reason: Type.String(),
    currency: Type.String(),
    totals: invoiceTotalsSchema,
    return_minor: Type.Integer({ description: 'To be given back to the recipient' }),
  },
  { title: 'CreditNote' },
)

const Reason = Type.String({ minLength: 1, maxLength: 500 })
export const voidSchema = Type.Object({ reason: Reason }, { additionalProperties: false })
export const creditSchema = Type.Object(
  {
    reason: Reason,
    net_minor: Type.Optional(
      Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Before tax; default all' }),
    ),
  },
  { additionalProperties: false },
)

export const usageSchema = Type.Object(
  {
    id: Type.String(),
    event_id: Type.String(),
    meter: Type.String(),
    quantity: Type.String(),
    call_id: Type.Union([Type.String(), Type.Null()]),
    occurred_at: Type.String({ format: 'date-time' }),
    received_at: Type.String({ format: 'date-time' }),
  },
  { title: 'UsageEvent' },
)
export const newUsageSchema = Type.Object(
  {
    event_id: Type.String({ minLength: 1, maxLength: 200, description: 'The same id counts once, for ever' }),
    meter: Type.Union([Type.Literal('call_seconds'), Type.Literal('calls'), Type.Literal('appointments')]),
    quantity: Type.String({
      pattern: '^\\d{1,12}(\\.\\d{1,6})?$',
      description: "Decimal in the meter's own unit",
    }),
    occurred_at: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
)
