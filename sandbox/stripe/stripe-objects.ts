/**
 * The provider's objects, reduced to the fields the stand-in works with; builders fill in the rest of what the API
 * shows. Amounts are integer minor units, times are Unix seconds.
 */
type Named<Name extends string> = { id: string; object: Name; [field: string]: unknown }

type StripeObject<Name extends string> = Named<Name> & {
  created: number
  livemode: boolean
  metadata: Record<string, string>
}

export type Customer = StripeObject<'customer'> & {
  email: string | null
  name: string | null
  invoice_prefix: string
  next_invoice_sequence: number
  invoice_settings: { default_payment_method: string | null; [field: string]: unknown }
}

export type TaxId = Named<'tax_id'> & { created: number; customer: string; type: string; value: string }

export type Product = StripeObject<'product'> & { name: string; active: boolean; updated: number }

export type Price = StripeObject<'price'> & {
  currency: string
  unit_amount: number | null
  product: string
  active: boolean
}

export type InvoiceItem = Named<'invoiceitem'> & {
  metadata: Record<string, string>
  customer: string
  invoice: string | null
  amount: number
  currency: string
  description: string | null
  quantity: number
  period: { start: number; end: number }
}

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'

export type Invoice = StripeObject<'invoice'> & {
  customer: string
  status: InvoiceStatus
  currency: string
  collection_method: 'charge_automatically' | 'send_invoice'
  auto_advance: boolean
  default_payment_method: string | null
  number: string | null
  subtotal: number
  total: number
  amount_due: number
  amount_paid: number
  amount_remaining: number
  attempt_count: number
  attempted: boolean
  due_date: number | null
  lines: { object: 'list'; data: object[]; has_more: boolean; url: string }
  status_transitions: {
    finalized_at: number | null
    marked_uncollectible_at: number | null
    paid_at: number | null
    voided_at: number | null
  }
}

/** Ties an invoice to the payment intent that pays it. */
export type InvoicePayment = Named<'invoice_payment'> & {
  created: number
  invoice: string
  amount_requested: number
  amount_paid: number | null
  currency: string
  status: 'open' | 'paid' | 'canceled'
  payment: { type: 'payment_intent'; payment_intent: string }
  status_transitions: { paid_at: number | null; canceled_at: number | null }
}

export type PaymentIntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'

export type PaymentIntent = StripeObject<'payment_intent'> & {
  amount: number
  amount_capturable: number
  amount_received: number
  currency: string
  customer: string | null
  payment_method: string | null
  capture_method: string
  latest_charge: string | null
  last_payment_error: object | null
  status: PaymentIntentStatus
}

export type Charge = StripeObject<'charge'> & {
  amount: number
  amount_captured: number
  amount_refunded: number
  currency: string
  customer: string | null
  payment_intent: string
  captured: boolean
  paid: boolean
  refunded: boolean
  disputed: boolean
}

export type Refund = Named<'refund'> & {
  created: number
  metadata: Record<string, string>
  amount: number
  charge: string
  payment_intent: string
  currency: string
  status: 'pending' | 'succeeded' | 'failed'
}

export type Dispute = StripeObject<'dispute'> & {
  amount: number
  charge: string
  payment_intent: string
  currency: string
  status: 'needs_response' | 'under_review' | 'won' | 'lost'
  evidence_details: { due_by: number; [field: string]: unknown }
}

export type SetupIntent = StripeObject<'setup_intent'> & {
  customer: string | null
  payment_method: string
  status: 'succeeded'
}

export type PaymentMethod = StripeObject<'payment_method'> & {
  customer: string | null
  card: { brand: string; last4: string; [field: string]: unknown }
}

export type CheckoutSession = StripeObject<'checkout.session'> & {
  mode: string
  status: 'open' | 'complete' | 'expired'
  payment_status: 'paid' | 'unpaid' | 'no_payment_required'
  amount_total: number | null
  currency: string | null
  customer: string | null
  payment_intent: string | null
  setup_intent: string | null
  expires_at: number
}

export type Meter = Named<'billing.meter'> & {
  created: number
  event_name: string
  status: 'active' | 'inactive'
  default_aggregation: { formula: 'sum' | 'count' | 'last' }
  customer_mapping: { type: 'by_id'; event_payload_key: string }
  value_settings: { event_payload_key: string }
}

export type MeterEvent = {
  object: 'billing.meter_event'
  created: number
  event_name: string
  identifier: string
  livemode: boolean
  payload: Record<string, string>
  timestamp: number
}

/** The provider shows the secret only in the answer to the creation. */
export type WebhookEndpoint = StripeObject<'webhook_endpoint'> & {
  url: string
  enabled_events: string[]
  status: 'enabled' | 'disabled'
}

export type StripeEvent = {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: object; previous_attributes?: object }
  livemode: boolean
  pending_webhooks: number
  request: { id: string; idempotency_key: string | null }
  type: string
}
