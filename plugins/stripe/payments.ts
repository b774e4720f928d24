import {
  type InvoiceToCollect,
  type Payer,
  type PaymentState,
  type PaymentsProvider,
  type PluginContext,
  Refused,
} from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { calling, stripeApi } from './stripe-api.ts'

/** Our ids, in the metadata of what we make at Stripe. */
export const INVOICE_KEY = 'hub_invoice_id'
const TENANT_KEY = 'hub_tenant_id'

/**
 * Every POST carries a key derived from the hub's id and the step, so that each step happens once however often
 * the whole is repeated. Stripe keeps such keys for at least a day; past that the invoice's own state tells.
 */
export const payments: PaymentsProvider = {
  async collect(ctx, payer, invoice) {
    const stripe = stripeApi(ctx)
    const customer = await ensureCustomer(ctx, stripe, payer)
    const reference = await ensureInvoice(ctx, stripe, { customer, invoice })
    const current = await calling(() => stripe.invoices.retrieve(reference))
    const final = current.status === 'draft' ? await finalize(stripe, reference, invoice) : current
    return final.status === 'open' ? pay(stripe, reference, invoice) : stateOf(final)
  },

  async state(ctx, reference) {
    return stateOf(await calling(() => stripeApi(ctx).invoices.retrieve(reference)))
  },
}

async function ensureCustomer(ctx: PluginContext, stripe: Stripe, payer: Payer): Promise<string> {
  const known = await ctx.store.get(`customer:${payer.hubId}`)
  if (typeof known === 'string') return known
  const customer = await calling(() =>
    stripe.customers.create(
      {
        name: payer.name,
        ...(payer.email ? { email: payer.email } : {}),
        metadata: { [TENANT_KEY]: payer.hubId },
      },
      { idempotencyKey: `hub-customer-${payer.hubId}` },
    ),
  )
  await ctx.store.set(`customer:${payer.hubId}`, customer.id)
  return customer.id
}

interface Wanted {
  customer: string
  invoice: InvoiceToCollect
}

/** A draft with its lines. The memory of the connection outlives Stripe's memory of idempotency keys. */
async function ensureInvoice(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, invoice }: Wanted,
): Promise<string> {
  const key = `hub-invoice-${invoice.hubInvoiceId}`
  const known = await ctx.store.get(key)
  const reference = typeof known === 'string' ? known : await createDraft(stripe, { customer, invoice })
  if (known !== reference) await ctx.store.set(key, reference)
  const draft = await calling(() => stripe.invoices.retrieve(reference))
  if (draft.status === 'draft') await addLines(stripe, { customer, invoice }, reference)
  return reference
}

async function createDraft(stripe: Stripe, { customer, invoice }: Wanted): Promise<string> {
  const draft = await calling(() =>
    stripe.invoices.create(
      {
        customer,
        currency: invoice.currency.toLowerCase(),
        auto_advance: false,
        collection_method: 'charge_automatically',
        description: invoice.number,
        metadata: { [INVOICE_KEY]: invoice.hubInvoiceId },
      },
      { idempotencyKey: `hub-invoice-${invoice.hubInvoiceId}` },
    ),
  )
  return draft.id
}

async function addLines(stripe: Stripe, { customer, invoice }: Wanted, reference: string): Promise<void> {
  for (const [index, line] of invoice.lines.entries()) {
    await calling(() =>
      stripe.invoiceItems.create(
        {
          customer,
          invoice: reference,
          currency: invoice.currency.toLowerCase(),
          amount: line.amountMinor,
          description: line.description,
        },
        { idempotencyKey: `hub-invoice-${invoice.hubInvoiceId}-line-${index}` },
      ),
    )
  }
}

/** What Stripe would collect must be what the hub's invoice says, to the cent, or nothing is collected. */
async function finalize(
  stripe: Stripe,
  reference: string,
  invoice: InvoiceToCollect,
): Promise<Stripe.Invoice> {
  const draft = await calling(() => stripe.invoices.retrieve(reference))
  if (draft.total !== invoice.totalMinor) {
    throw new Refused(
      'total_mismatch',
      `Stripe's draft says ${draft.total}, invoice ${invoice.number} ${invoice.totalMinor}.`,
    )
  }
  return calling(() =>
    stripe.invoices.finalizeInvoice(
      reference,
      { auto_advance: false },
      { idempotencyKey: `hub-invoice-${invoice.hubInvoiceId}-finalize` },
    ),
  )
}

/** A decline is an outcome, not a failure of the connection. */
async function pay(stripe: Stripe, reference: string, invoice: InvoiceToCollect): Promise<PaymentState> {
  try {
    const paid = await calling(() =>
      stripe.invoices.pay(reference, {}, { idempotencyKey: `hub-invoice-${invoice.hubInvoiceId}-pay` }),
    )
    return stateOf(paid)
  } catch (error) {
    if (error instanceof Refused) return { state: 'failed', reference, why: error.message }
    throw error
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
