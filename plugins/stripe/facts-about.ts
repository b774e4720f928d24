import type { PluginContext, ProviderFact } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import type { Subject } from './event-subject.ts'
import { factsOfInvoice } from './invoice-facts.ts'
import { TENANT_KEY } from './payer-customer.ts'
import { calling, stripeApi } from './stripe-api.ts'

/** Reads what a subject is now. */
export function factsAbout(ctx: PluginContext, subject: Subject): Promise<ProviderFact[]> {
  return calling(async () => factsWith(await stripeApi(ctx), subject))
}

async function factsWith(stripe: Stripe, { kind, id }: Subject): Promise<ProviderFact[]> {
  switch (kind) {
    case 'invoice':
      return factsOfInvoice(stripe, id)
    case 'intent':
      return factsOfIntent(stripe, id)
    case 'customer':
      return factsOfCustomer(stripe, id)
    case 'payer':
      return [{ type: 'payment.method_changed', payerHubId: id }]
  }
}

/** Refunds and disputes name the payment intent only. One that paid no invoice is not the hub's. */
async function factsOfIntent(stripe: Stripe, payment_intent: string): Promise<ProviderFact[]> {
  const payment = { type: 'payment_intent', payment_intent } as const
  const { data } = await stripe.invoicePayments.list({ payment, limit: 1 })
  const invoice = data[0]?.invoice
  if (!invoice) return []
  return factsOfInvoice(stripe, typeof invoice === 'string' ? invoice : invoice.id, { thorough: true })
}

async function factsOfCustomer(stripe: Stripe, id: string): Promise<ProviderFact[]> {
  const customer = await stripe.customers.retrieve(id)
  const payerHubId = 'deleted' in customer ? undefined : customer.metadata[TENANT_KEY]
  return payerHubId ? [{ type: 'payment.method_changed', payerHubId }] : []
}
