import { type PaymentState, type PaymentsProvider, type PluginContext, Refused } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { ensureInvoice } from './draft-invoice.ts'
import { once } from './once.ts'
import { payerCustomer } from './payer-customer.ts'
import { calling, stripeApi } from './stripe-api.ts'

export const payments: PaymentsProvider = {
  async collect(ctx, payer, invoice) {
    const stripe = await stripeApi(ctx)
    const customer = await payerCustomer(ctx, stripe, payer)
    const final = await ensureInvoice(ctx, stripe, { customer, invoice })
    return final.status === 'open' ? pay(ctx, stripe, final) : stateOf(final)
  },

  async state(ctx, reference) {
    return stateOf(await calling(async () => (await stripeApi(ctx)).invoices.retrieve(reference)))
  },
}

/** A decline is an outcome, not a failure of the connection. Collecting again tries the card again. */
async function pay(ctx: PluginContext, stripe: Stripe, { id }: Stripe.Invoice): Promise<PaymentState> {
  const settled = async () => {
    const now = await stripe.invoices.retrieve(id)
    return now.status === 'open' ? undefined : now
  }
  try {
    const paid = await once(ctx, {
      key: `hub-pay-${id}`,
      find: settled,
      make: (options) => stripe.invoices.pay(id, {}, options),
    })
    return stateOf(paid)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const now = await calling(settled)
    return now ? stateOf(now) : { state: 'failed', reference: id, why: error.message }
  }
}

function stateOf(invoice: Stripe.Invoice): PaymentState {
  const reference = invoice.id
  if (invoice.status === 'paid') return { state: 'paid', reference, amountMinor: invoice.amount_paid }
  if (invoice.status === 'void' || invoice.status === 'uncollectible') {
    return { state: 'failed', reference, why: `the invoice is ${invoice.status} at Stripe` }
  }
  return { state: 'open', reference }
}
