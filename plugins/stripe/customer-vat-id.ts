import { Misconfigured, type Payer, type PluginContext, Refused } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { once } from './once.ts'
import { calling } from './stripe-api.ts'

/** Of the union, as their VAT numbers begin: Greece as EL, Northern Ireland as XI. */
const EU = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
)
/** Elsewhere each country has a kind of its own at Stripe, and a spelling with it: those that are as the hub keeps them. */
const OTHERS: Readonly<Record<string, string>> = { GB: 'gb_vat' }

/** Undefined for a country of which this plugin does not know how Stripe calls its numbers. */
export const vatIdType = (vatId: string): string | undefined => {
  const country = vatId.slice(0, 2)
  return EU.has(country) ? 'eu_vat' : OTHERS[country]
}

/**
 * The customer's VAT number is the one that the hub has, as Stripe prints it on its own papers. One that the hub has given
 * before makes room for it; those that somebody has entered at Stripe stay. What Stripe does not take (it checks the
 * spelling), or the key may not write, keeps nobody from paying.
 */
export async function keepVatId(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, payer: { hubId, vatId } }: { customer: string; payer: Payer },
): Promise<void> {
  const memory = `vat:${hubId}`
  const wanted = `${customer} ${vatId ?? ''}`
  const known = await ctx.store.get(memory)
  if (known === wanted || (known === undefined && !vatId)) return
  const [of, before] = typeof known === 'string' ? known.split(' ') : []
  const replace = async () => {
    if (of === customer && before) await removeVatId(stripe, customer, before)
    if (vatId) await addVatId(ctx, stripe, { customer, vatId })
  }
  if (await isSettled(ctx, replace())) await ctx.store.set(memory, wanted)
}

/** False for a key that may not: it may get the right. What Stripe refuses is not asked again. */
async function isSettled({ log }: PluginContext, work: Promise<void>): Promise<boolean> {
  try {
    await work
    return true
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Misconfigured)) throw error
    log.warn({ why: error.message }, 'Stripe does not take the VAT number of a customer')
    return error instanceof Refused
  }
}

async function addVatId(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, vatId: value }: { customer: string; vatId: string },
): Promise<void> {
  const type = vatIdType(value)
  if (!type) return
  await once(ctx, {
    key: `hub-vat-${customer}-${value}`,
    find: () => findVatId(stripe, customer, value),
    make: (options) => stripe.customers.createTaxId(customer, { type, value }, options),
  })
}

async function removeVatId(stripe: Stripe, customer: string, value: string): Promise<void> {
  const there = await calling(() => findVatId(stripe, customer, value))
  if (there) await calling(() => stripe.customers.deleteTaxId(customer, there.id))
}

async function findVatId(stripe: Stripe, customer: string, value: string): Promise<Stripe.TaxId | undefined> {
  for await (const taxId of stripe.customers.listTaxIds(customer, { limit: 100 })) {
    if (taxId.value === value) return taxId
  }
  return undefined
}
