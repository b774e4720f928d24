import type { PaymentState } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'

/** An invoice of Stripe's in the hub's words. */
export function stateOf(invoice: Stripe.Invoice): PaymentState {
  const reference = invoice.id
  if (invoice.status === 'paid') return { state: 'paid', reference, amountMinor: invoice.amount_paid }
  if (invoice.status === 'void' || invoice.status === 'uncollectible') {
    return { state: 'failed', reference, why: `the invoice is ${invoice.status} at Stripe` }
  }
  const page = invoice.hosted_invoice_url
  return { state: 'open', reference, ...(page ? { page } : {}) }
}
