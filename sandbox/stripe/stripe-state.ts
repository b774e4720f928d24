import type {
  Charge,
  CheckoutSession,
  Customer,
  Dispute,
  Invoice,
  InvoiceItem,
  InvoicePayment,
  Meter,
  MeterEvent,
  PaymentIntent,
  PaymentMethod,
  Price,
  Product,
  Refund,
  SetupIntent,
  StripeEvent,
  TaxId,
  WebhookEndpoint,
} from './stripe-objects.ts'

/** The first answer given under an idempotency key, kept for a day. `at` is in Unix seconds. */
export type StoredReply = {
  key: string
  path: string
  fingerprint: string
  requestId: string
  at: number
  status: number
  body: string
}

export type StripeState = {
  customers: Customer[]
  deleted_customers: string[]
  tax_ids: TaxId[]
  products: Product[]
  prices: Price[]
  invoice_items: InvoiceItem[]
  invoices: Invoice[]
  invoice_payments: InvoicePayment[]
  payment_intents: PaymentIntent[]
  charges: Charge[]
  refunds: Refund[]
  disputes: Dispute[]
  setup_intents: SetupIntent[]
  payment_methods: PaymentMethod[]
  /** The test card behind each payment method, by its id. */
  cards: Record<string, string>
  /** The test card that customers have from the start, if any. */
  card_of_new_customers: string | null
  checkout_sessions: CheckoutSession[]
  meters: Meter[]
  meter_events: MeterEvent[]
  webhook_endpoints: WebhookEndpoint[]
  webhook_secrets: Record<string, string>
  events: StripeEvent[]
  stored_replies: StoredReply[]
}

export function initialStripeState(): StripeState {
  return {
    customers: [],
    deleted_customers: [],
    tax_ids: [],
    products: [],
    prices: [],
    invoice_items: [],
    invoices: [],
    invoice_payments: [],
    payment_intents: [],
    charges: [],
    refunds: [],
    disputes: [],
    setup_intents: [],
    payment_methods: [],
    cards: {},
    card_of_new_customers: null,
    checkout_sessions: [],
    meters: [],
    meter_events: [],
    webhook_endpoints: [],
    webhook_secrets: {},
    events: [],
    stored_replies: [],
  }
}
