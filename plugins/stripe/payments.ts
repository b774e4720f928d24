import {
  type Payer,
  type PaymentState,
  type PaymentsProvider,
  type PluginContext,
  Refused,
} from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { requireSameUnits } from './currency-units.ts'
import { ensureInvoice } from './draft-invoice.ts'
import { stateOf } from './invoice-state.ts'
import { once } from './once.ts'
import { payerCustomer } from './payer-customer.ts'
import { defaultMethod, methods } from './payment-methods.ts'
import { refund } from './refunds.ts'
import { calling, stripeApi } from './stripe-api.ts'
import { withdraw } from './withdraw-invoice.ts'

export const payments: PaymentsProvider = {
  async collect(ctx, payer, invoice) {
    requireSameUnits(invoice.currency)
    const stripe = await stripeApi(ctx)
    const customer = await payerCustomer(ctx, stripe, payer)
    const method = await defaultMethod(stripe, customer)
    const final = await ensureInvoice(ctx, stripe, { customer, invoice, isSent: method === undefined })
    if (final.status !== 'open') return stateOf(final)
    return method
      ? pay(ctx, stripe, { id: final.id, method: method.id })
      : send(ctx, stripe, { final, payer })
  },

  async state(ctx, reference) {
    return stateOf(await calling(async () => (await stripeApi(ctx)).invoices.retrieve(reference)))
  },

  withdraw,
  methods,
  refund,
}

/** A decline is an outcome, not a failure of the connection. Collecting again tries the card again. */
async function pay(
  ctx: PluginContext,
  stripe: Stripe,
  { id, method: payment_method }: { id: string; method: string },
): Promise<PaymentState> {
  const settled = async () => {
    const now = await stripe.invoices.retrieve(id)
    return now.status === 'open' ? undefined : now
  }
  try {
    const paid = await once(ctx, {
      key: `hub-pay-${id}-${payment_method}`,
      find: settled,
      make: (options) => stripe.invoices.pay(id, { payment_method }, options),
    })
    return stateOf(paid)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const now = await calling(() => stripe.invoices.retrieve(id))
    const state = stateOf(now)
    return state.state === 'open' ? { ...state, state: 'failed', why: error.message } : state
  }
}

/** Stripe mails it where there is an address; whether it did is nowhere to be read, so the connection remembers. */
async function send(
  ctx: PluginContext,
  stripe: Stripe,
  { final, payer }: { final: Stripe.Invoice; payer: Payer },
): Promise<PaymentState> {
  const memory = `sent:${final.id}`
  const isMailed = payer.email && final.collection_method === 'send_invoice'
  if (isMailed && (await ctx.store.get(memory)) === undefined) {
    await once(ctx, {
      key: `hub-send-${final.id}`,
      find: async () => undefined,
      make: (options) => stripe.invoices.sendInvoice(final.id, {}, options),
    })
    await ctx.store.set(memory, true)
  }
  return stateOf(final)
}
