import type { Payer, PluginContext } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { once } from './once.ts'
import { calling } from './stripe-api.ts'

/** In the metadata of a customer: the payer's id in the hub. An admin may write it there by hand. */
const TENANT_KEY = 'hub_tenant_id'

/** The customer's id at Stripe. The connection's memory saves the search; a customer deleted at Stripe is made anew. */
export async function payerCustomer(ctx: PluginContext, stripe: Stripe, payer: Payer): Promise<string> {
  const key = `customer:${payer.hubId}`
  const known = await ctx.store.get(key)
  if (typeof known === 'string' && (await isThere(stripe, known))) return known
  // For a day Stripe would give the deleted one again under its key.
  const after = typeof known === 'string' ? `-after-${known}` : ''
  const customer = await once(ctx, {
    key: `hub-customer-${payer.hubId}${after}`,
    find: () => findCustomer(stripe, payer.hubId),
    make: (options) =>
      stripe.customers.create(
        {
          name: payer.name,
          ...(payer.email ? { email: payer.email } : {}),
          metadata: { [TENANT_KEY]: payer.hubId },
        },
        options,
      ),
  })
  await ctx.store.set(key, customer.id)
  return customer.id
}

async function isThere(stripe: Stripe, id: string): Promise<boolean> {
  const customer = await calling(() => stripe.customers.retrieve(id))
  return !('deleted' in customer && customer.deleted)
}

/** Page by page: Stripe's search lags behind by up to a minute, the list does not. */
async function findCustomer(stripe: Stripe, hubId: string): Promise<Stripe.Customer | undefined> {
  for await (const customer of stripe.customers.list({ limit: 100 })) {
    if (customer.metadata[TENANT_KEY] === hubId) return customer
  }
  return undefined
}
