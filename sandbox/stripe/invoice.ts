import { stripeId } from './stripe-id.ts'
import type { Customer, Invoice, InvoiceItem } from './stripe-objects.ts'
import type { StripeState } from './stripe-state.ts'

export type NewInvoice = Pick<
  Invoice,
  'auto_advance' | 'collection_method' | 'default_payment_method' | 'due_date' | 'metadata' | 'currency'
> & { description: string | null; footer: string | null; number: string | null }

/** A draft without lines, as the provider shows it. */
export function newInvoice(customer: Customer, given: NewInvoice, at: number): Invoice {
  const id = stripeId('in')
  return {
    id,
    object: 'invoice',
    ...untouched,
    ...customerFields(customer),
    ...given,
    amount_due: 0,
    amount_paid: 0,
    amount_remaining: 0,
    attempt_count: 0,
    attempted: false,
    created: at,
    effective_at: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    lines: { object: 'list', data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    period_end: at,
    period_start: at,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    total: 0,
    total_excluding_tax: 0,
  }
}

/** What the stand-in never changes. */
const untouched = {
  account_country: 'DE',
  account_name: 'Sandbox',
  account_tax_ids: null,
  application: null,
  automatically_finalizes_at: null,
  issuer: { type: 'self' },
  on_behalf_of: null,
  amount_overpaid: 0,
  amount_shipping: 0,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  custom_fields: null,
  default_source: null,
  default_tax_rates: [],
  discounts: [],
  ending_balance: null,
  from_invoice: null,
  last_finalization_error: null,
  latest_revision: null,
  next_payment_attempt: null,
  parent: null,
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
  billing_reason: 'manual',
}

function customerFields(customer: Customer) {
  return {
    customer: customer.id,
    customer_account: null,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
  }
}

/** Lines and totals follow the invoice's items until it is finalized. */
export function refreshTotals(state: StripeState, invoice: Invoice): void {
  const items = state.invoice_items.filter((item) => item.invoice === invoice.id)
  const total = items.reduce((sum, { amount }) => sum + amount, 0)
  const due = Math.max(0, total)
  invoice.lines.data = items.map((item) => lineOf(item))
  invoice.currency = items[0]?.currency ?? invoice.currency
  Object.assign(invoice, {
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  })
  Object.assign(invoice, { amount_due: due, amount_remaining: due - invoice.amount_paid })
}

function lineOf(item: InvoiceItem): object {
  return {
    id: item.id.replace(/^ii_/, 'il_'),
    object: 'line_item',
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    discount_amounts: [],
    discountable: item.discountable,
    discounts: [],
    invoice: item.invoice,
    livemode: false,
    metadata: item.metadata,
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: false,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    pretax_credit_amounts: [],
    pricing: item.pricing,
    quantity: item.quantity,
    quantity_decimal: item.quantity_decimal,
    subscription: null,
    subtotal: item.amount,
    taxes: [],
  }
}
