import type { Payer, PluginContext, PostalAddress } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { keepVatId } from './customer-vat-id.ts'
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
  await keepDetails(stripe, customer, payer)
  await keepVatId(ctx, stripe, { customer: customer.id, payer })
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
          ...(payer.address ? { address: asAddress(payer.address) } : {}),
          metadata: { [TENANT_KEY]: payer.hubId },
        },
        options,
      ),
  })
}

/** The customer is who the hub says; what only Stripe knows is left alone. */
async function keepDetails(stripe: Stripe, customer: Stripe.Customer, payer: Payer): Promise<void> {
  const { email, name } = payer
  const address = payer.address && asAddress(payer.address)
  const change = {
    ...(email && customer.email !== email ? { email } : {}),
    ...(address && customer.name !== name ? { name } : {}),
    ...(address && !isSame(customer.address, address) ? { address } : {}),
  }
  if (Object.keys(change).length > 0) await calling(() => stripe.customers.update(customer.id, change))
}

/** Empty texts clear what stood there. */
const asAddress = ({ line1, line2 = '', postalCode = '', city, country }: PostalAddress) => ({
  line1,
  line2,
  postal_code: postalCode,
  city,
  country,
})

function isSame(there: Stripe.Address | null | undefined, address: ReturnType<typeof asAddress>): boolean {
  if (!there) return false
  const fields = ['line1', 'line2', 'postal_code', 'city', 'country'] as const
  return fields.every((field) => (there[field] ?? '') === address[field])
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
