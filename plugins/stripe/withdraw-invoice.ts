import type { PaymentsProvider, PluginContext } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { findInvoice, invoiceMemory } from './find-invoice.ts'
import { stateOf } from './invoice-state.ts'
import { once } from './once.ts'
import { findPayerCustomer } from './payer-customer.ts'
import { calling, stripeApi } from './stripe-api.ts'

/** What was paid meanwhile stays paid, and is said to be. */
export const withdraw: NonNullable<PaymentsProvider['withdraw']> = async (ctx, payer, hubInvoiceId) => {
  const stripe = await stripeApi(ctx)
  const customer = await findPayerCustomer(ctx, stripe, payer.hubId)
  const found = customer && (await calling(() => findInvoice(stripe, { customer, hubInvoiceId })))
  if (!found) return null
  if (found.status !== 'draft') return stateOf(await voidOpen(ctx, stripe, found))
  await calling(() => stripe.invoices.del(found.id))
  await ctx.store.delete(invoiceMemory(hubInvoiceId))
  return null
}

const isOpen = ({ status }: Stripe.Invoice): boolean => status === 'open' || status === 'uncollectible'

/** The invoice as it is then: void, unless it was paid in between. */
export async function voidOpen(
  ctx: PluginContext,
  stripe: Stripe,
  invoice: Stripe.Invoice,
): Promise<Stripe.Invoice> {
  if (!isOpen(invoice)) return invoice
  return once(ctx, {
    key: `hub-void-${invoice.id}`,
    find: async () => {
      const now = await stripe.invoices.retrieve(invoice.id)
      return isOpen(now) ? undefined : now
    },
    make: (options) => stripe.invoices.voidInvoice(invoice.id, {}, options),
  })
}
