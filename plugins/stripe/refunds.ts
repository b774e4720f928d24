import { type PaymentsProvider, type RefundState, Refused } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { once } from './once.ts'
import { calling, stripeApi } from './stripe-api.ts'

/** In the metadata of a refund: its id in the hub. */
export const REFUND_KEY = 'hub_refund_id'

export const refund: NonNullable<PaymentsProvider['refund']> = async (ctx, wanted) => {
  const { hubRefundId, payment, amountMinor: amount, currency } = wanted
  const stripe = await stripeApi(ctx)
  const payment_intent = await collectedBy(stripe, { payment, currency })
  const made = await once(ctx, {
    key: `hub-refund-${hubRefundId}`,
    find: async () => {
      for await (const one of stripe.refunds.list({ payment_intent, limit: 100 })) {
        if (one.metadata?.[REFUND_KEY] === hubRefundId) return one
      }
      return undefined
    },
    make: (options) =>
      stripe.refunds.create({ payment_intent, amount, metadata: { [REFUND_KEY]: hubRefundId } }, options),
  })
  return stateOfRefund(made)
}

/** The status is an open list: what is not known to have ended has not ended. */
export function stateOfRefund({ id: reference, status, failure_reason: why }: Stripe.Refund): RefundState {
  if (status === 'succeeded') return { state: 'succeeded', reference }
  if (status === 'failed' || status === 'canceled') {
    return { state: 'failed', reference, why: why ?? `the refund is ${status} at Stripe` }
  }
  return { state: 'pending', reference }
}

/** The payment intent that paid this invoice of Stripe's. */
async function collectedBy(
  stripe: Stripe,
  { payment, currency }: { payment: string; currency: string },
): Promise<string> {
  const paid = await calling(() => stripe.invoicePayments.list({ invoice: payment, status: 'paid' }))
  const [found] = paid.data.filter((one) => one.currency === currency.toLowerCase())
  const intent = found?.payment.payment_intent
  if (intent) return typeof intent === 'string' ? intent : intent.id
  const advice = 'give the money back in the way it came'
  throw new Refused('not_collected_here', `Stripe has not collected ${payment} in ${currency}: ${advice}.`)
}
