import { type InvoiceToCollect, type PluginContext, Refused } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { once } from './once.ts'
import { calling } from './stripe-api.ts'

/** In the metadata of an invoice: its id in the hub. */
export const INVOICE_KEY = 'hub_invoice_id'
/** In the metadata of an invoice item: which of the invoice's lines it is. */
const LINE_KEY = 'hub_line'

export interface Wanted {
  /** Stripe's id. */
  customer: string
  invoice: InvoiceToCollect
  /** The payer has nothing to charge: Stripe sends it, to be paid on a page. */
  isSent: boolean
}

const DAY = 86_400_000
/** Days to pay it in where the hub does not say until when, or that is over. */
const TERM = 14

/** The invoice at Stripe with every line on it, whatever earlier tries have left undone. */
export async function ensureInvoice(
  ctx: PluginContext,
  stripe: Stripe,
  wanted: Wanted,
): Promise<Stripe.Invoice> {
  const key = `hub-invoice-${wanted.invoice.hubInvoiceId}`
  const known = await ctx.store.get(key)
  const made = typeof known === 'string' ? { id: known } : await createDraft(ctx, stripe, wanted)
  if (known !== made.id) await ctx.store.set(key, made.id)
  const invoice = await calling(() => stripe.invoices.retrieve(made.id))
  if (invoice.status !== 'draft') return requireSame(ctx, invoice, wanted.invoice)
  await addLines(ctx, stripe, { ...wanted, draft: made.id })
  return finalize(ctx, stripe, { ...wanted, draft: made.id })
}

function createDraft(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, invoice, isSent }: Wanted,
): Promise<Stripe.Invoice> {
  return once(ctx, {
    key: `hub-invoice-${invoice.hubInvoiceId}`,
    find: async () => {
      for await (const one of stripe.invoices.list({ customer, limit: 100 })) {
        if (one.metadata?.[INVOICE_KEY] === invoice.hubInvoiceId) return one
      }
      return undefined
    },
    make: (options) =>
      stripe.invoices.create(
        {
          customer,
          currency: invoice.currency.toLowerCase(),
          auto_advance: false,
          ...(isSent ? sentBy(invoice, ctx.now()) : { collection_method: 'charge_automatically' }),
          description: invoice.number,
          metadata: { [INVOICE_KEY]: invoice.hubInvoiceId },
        },
        options,
      ),
  })
}

function sentBy({ dueAt }: InvoiceToCollect, now: number) {
  const due = dueAt === undefined ? now : Date.parse(dueAt)
  const until = due > now + DAY ? { due_date: Math.floor(due / 1_000) } : { days_until_due: TERM }
  return { collection_method: 'send_invoice' as const, ...until }
}

type OnDraft = Wanted & { draft: string }

async function addLines(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, invoice, draft }: OnDraft,
): Promise<void> {
  for (const [index, line] of invoice.lines.entries()) {
    await once(ctx, {
      key: `hub-invoice-${invoice.hubInvoiceId}-line-${index}`,
      find: () => findLine(stripe, draft, index),
      make: (options) =>
        stripe.invoiceItems.create(
          {
            customer,
            invoice: draft,
            currency: invoice.currency.toLowerCase(),
            amount: line.amountMinor,
            description: line.description,
            metadata: { [LINE_KEY]: String(index) },
          },
          options,
        ),
    })
  }
}

async function findLine(
  stripe: Stripe,
  draft: string,
  index: number,
): Promise<Stripe.InvoiceItem | undefined> {
  for await (const item of stripe.invoiceItems.list({ invoice: draft, limit: 100 })) {
    if (item.metadata?.[LINE_KEY] === String(index)) return item
  }
  return undefined
}

/**
 * A hub that was restored from a backup may find its invoice collected already. For the same sum it is the same claim,
 * even where the customer has it under the number of before; for another sum somebody has to look.
 */
function requireSame(ctx: PluginContext, there: Stripe.Invoice, invoice: InvoiceToCollect): Stripe.Invoice {
  requireTotal(there, invoice)
  if (there.description !== invoice.number) {
    const told = { there: there.description, here: invoice.number }
    ctx.log.warn(told, 'Stripe has this invoice under another number: it is not collected again')
  }
  return there
}

/** What Stripe would collect must be what the hub's invoice says, to the cent, or nothing is collected. */
async function finalize(
  ctx: PluginContext,
  stripe: Stripe,
  { invoice, draft }: OnDraft,
): Promise<Stripe.Invoice> {
  requireTotal(await calling(() => stripe.invoices.retrieve(draft)), invoice)
  return once(ctx, {
    key: `hub-invoice-${invoice.hubInvoiceId}-finalize`,
    find: async () => {
      const now = await stripe.invoices.retrieve(draft)
      return now.status === 'draft' ? undefined : now
    },
    make: (options) => stripe.invoices.finalizeInvoice(draft, { auto_advance: false }, options),
  })
}

function requireTotal(there: Stripe.Invoice, invoice: InvoiceToCollect): void {
  if (there.total === invoice.totalMinor && there.currency === invoice.currency.toLowerCase()) return
  const says = `${there.total} ${there.currency.toUpperCase()}`
  const wanted = `${invoice.totalMinor} ${invoice.currency}`
  const kind = there.status === 'draft' ? 'draft' : `${there.status} invoice ${there.id}`
  throw new Refused('total_mismatch', `Stripe's ${kind} says ${says}, invoice ${invoice.number} ${wanted}.`)
}
