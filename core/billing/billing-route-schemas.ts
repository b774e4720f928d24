import { Type } from '@sinclair/typebox'
import { invoiceTotalsSchema, planSchema, priceLineSchema } from './billing-schemas.ts'
import { billingPartySchema } from './details/billing-details-schemas.ts'

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
    replaces: Type.Optional(
      Type.String({ format: 'uuid', description: 'The live subscription of that tenant: it ends now' }),
    ),
  },
  { additionalProperties: false },
)

const party = (whose: string) =>
  Type.Union([billingPartySchema, Type.Null()], {
    description: `${whose}, as it was when the invoice became final; of a draft as it is now. Null where nothing was said, or it is older than this is kept`,
  })

export const invoiceSchema = Type.Object(
  {
    id: Type.String(),
    issuer_id: Type.String(),
    recipient_id: Type.String(),
    seller: party('Who sends it'),
    buyer: party('Who gets it'),
    number: Type.Union([Type.String(), Type.Null()], {
      description: 'Null for a draft, which is an estimate',
    }),
    status: Type.String({ description: 'draft, final, paid, uncollectible or void' }),
    currency: Type.String(),
    period: Type.Object({ start: Type.String(), end: Type.String() }),
    zone: Type.String({ description: 'IANA zone of the recipient: the period is made of its days' }),
    lines: Type.Array(priceLineSchema),
    totals: invoiceTotalsSchema,
    balance_minor: Type.Integer({ description: 'Still to be paid; the total of a draft' }),
    issued_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When it became final: its date',
    }),
    due_at: nullableInstant,
    collection: Type.Union([
      Type.Object({
        state: Type.String({ description: 'open, paid or failed' }),
        page: Type.Union([Type.String(), Type.Null()], {
          description: 'Where the recipient can pay it in a browser',
        }),
        why: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed' }),
      }),
      Type.Null(),
    ]),
    version: Type.Integer(),
  },
  { title: 'Invoice' },
)

export const refundSchema = Type.Object(
  {
    id: Type.String(),
    invoice_id: Type.String(),
    payment_id: Type.String(),
    credit_note_id: Type.Union([Type.String(), Type.Null()]),
    amount_minor: Type.Integer(),
    currency: Type.String(),
    reason: Type.String(),
    state: Type.String({ description: 'pending, succeeded or failed' }),
    reference: Type.Union([Type.String(), Type.Null()], { description: "The provider's" }),
    why: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed' }),
    created_at: Type.String({ format: 'date-time' }),
    settled_at: nullableInstant,
  },
  { title: 'Refund' },
)

export const newRefundSchema = Type.Object(
  {
    reason: Type.String({ minLength: 1, maxLength: 500 }),
    amount_minor: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Default all that is to be given back',
      }),
    ),
  },
  { additionalProperties: false },
)

export const disputeSchema = Type.Object(
  {
    id: Type.String(),
    invoice_id: Type.String(),
    payment_id: Type.String(),
    reference: Type.String({ description: "The provider's" }),
    amount_minor: Type.Integer(),
    currency: Type.String(),
    reason: Type.String({ description: "The provider's word" }),
    state: Type.String({ description: 'needs_response, under_review, won or lost' }),
    respond_by: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'Until when it is to be answered at the provider',
    }),
    opened_at: Type.String({ format: 'date-time' }),
    closed_at: nullableInstant,
  },
  { title: 'Dispute' },
)

export const paymentSchema = Type.Object(
  {
    id: Type.String(),
    reference: Type.String({ description: "The provider's" }),
    amount_minor: Type.Integer(),
    refunded_minor: Type.Integer({ description: 'Given back, or on its way back' }),
    disputed_minor: Type.Integer({ description: 'What open disputes are about' }),
    lost_minor: Type.Integer({ description: 'Taken away by disputes that were lost' }),
    currency: Type.String(),
    received_at: Type.String({ format: 'date-time' }),
  },
  { title: 'Payment' },
)

export const invoicePaymentsSchema = Type.Object(
  {
    payments: Type.Array(paymentSchema),
    refunds: Type.Array(refundSchema),
    disputes: Type.Array(disputeSchema),
    returnable_minor: Type.Integer({ description: 'To be given back: paid, and owed no more' }),
    uncredited_minor: Type.Integer({
      description: 'Given back or taken away without a credit note: credit it, or have it paid again',
    }),
  },
  { title: 'InvoicePayments' },
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
    refunds: Type.Array(refundSchema, { description: 'Where they were asked for' }),
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
    refund: Type.Optional(
      Type.Boolean({ description: 'Give back at once what was paid beyond what is now owed; default false' }),
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
      examples: ['90', '1.5'],
      description: "Decimal in the meter's own unit",
    }),
    occurred_at: Type.String({ format: 'date-time' }),
  },
  { additionalProperties: false },
)
