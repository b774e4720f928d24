import type { Payer, PluginContext } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { once } from './once.ts'
import { calling } from './stripe-api.ts'

/** In the metadata of a customer: the payer's id in the hub. An admin may write it there by hand. */
export const TENANT_KEY = 'hub_tenant_id'

const memoryOf = (hubId: string): string => `customer:${hubId}`

/** The customer's id at Stripe. The connection's memory saves the search; a customer deleted at Stripe is made anew. */
export async function payerCustomer(ctx: PluginContext, stripe: Stripe, payer: Payer): Promise<string> {
  const known = await ctx.store.get(memoryOf(payer.hubId))
  const there = typeof known === 'string' ? await livingCustomer(stripe, known) : undefined
  const customer = there ?? (await ensureCustomer(ctx, stripe, { payer, deleted: known }))
  if (customer.id !== known) await ctx.store.set(memoryOf(payer.hubId), customer.id)
  await keepAddress(stripe, customer, payer)
  return customer.id
}

/** The same for who only wants to look: nobody is made. */
export async function findPayerCustomer(
  ctx: PluginContext,
  stripe: Stripe,
  hubId: string,
): Promise<string | undefined> {
  const known = await ctx.store.get(memoryOf(hubId))
  if (typeof known === 'string' && (await livingCustomer(stripe, known))) return known
  return (await calling(() => findCustomer(stripe, hubId)))?.id
}

function ensureCustomer(
  ctx: PluginContext,
  stripe: Stripe,
  { payer, deleted }: { payer: Payer; deleted: unknown },
): Promise<Stripe.Customer> {
  // For a day Stripe would give the deleted one again under its key.
  const after = typeof deleted === 'string' ? `-after-${deleted}` : ''
  return once(ctx, {
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
}

/** Invoices go where the hub says; an address that only Stripe knows is left alone. */
async function keepAddress(stripe: Stripe, customer: Stripe.Customer, { email }: Payer): Promise<void> {
  if (!email || customer.email === email) return
  await calling(() => stripe.customers.update(customer.id, { email }))
}

async function livingCustomer(stripe: Stripe, id: string): Promise<Stripe.Customer | undefined> {
  const customer = await calling(() => stripe.customers.retrieve(id))
  return 'deleted' in customer && customer.deleted ? undefined : (customer as Stripe.Customer)
}

/** Page by page: Stripe's search lags behind by up to a minute, the list does not. */
async function findCustomer(stripe: Stripe, hubId: string): Promise<Stripe.Customer | undefined> {
  for await (const customer of stripe.customers.list({ limit: 100 })) {
    if (customer.metadata[TENANT_KEY] === hubId) return customer
  }
  return undefined
}
