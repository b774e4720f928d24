import { type InvoiceToCollect, type PluginContext, Refused } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { findInvoice, INVOICE_KEY, invoiceMemory } from './find-invoice.ts'
import { once } from './once.ts'
import { calling } from './stripe-api.ts'
import { voidOpen } from './withdraw-invoice.ts'

/** In the metadata of an invoice that made room for another, with what is left to pay. */
const REPLACED_KEY = 'hub_replaced_invoice_id'
/** In the metadata of an invoice item: which of the invoice's lines it is. */
const LINE_KEY = 'hub_line'

export interface Wanted {
  /** Stripe's id. */
  customer: string
  invoice: InvoiceToCollect
  /** The payer has nothing to charge: Stripe sends it, to be paid on a page. */
  isSent: boolean
  /** Stripe's id of the one that this one takes the place of. */
  after?: string
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
  const key = invoiceMemory(wanted.invoice.hubInvoiceId)
  const known = await ctx.store.get(key)
  const made = typeof known === 'string' ? { id: known } : await createDraft(ctx, stripe, wanted)
  if (known !== made.id) await ctx.store.set(key, made.id)
  const invoice = await calling(() => stripe.invoices.retrieve(made.id))
  if (isOutdated(invoice, wanted.invoice)) return replace(ctx, stripe, { wanted, old: invoice })
  if (invoice.status !== 'draft') return requireSame(ctx, invoice, wanted.invoice)
  await addLines(ctx, stripe, { ...wanted, draft: made.id })
  return finalize(ctx, stripe, { ...wanted, draft: made.id })
}

/** It was credited in part since: what is there asks for more than is owed. What was paid is for somebody to look at. */
function isOutdated(there: Stripe.Invoice, { totalMinor, lines }: InvoiceToCollect): boolean {
  const addsUp = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0) === totalMinor
  return addsUp && there.total !== totalMinor && there.status !== 'draft' && there.status !== 'paid'
}

/** Voided first: at no moment can both be paid. Then it is no longer the hub's, so that its end is not told. */
async function replace(
  ctx: PluginContext,
  stripe: Stripe,
  { wanted, old }: { wanted: Wanted; old: Stripe.Invoice },
): Promise<Stripe.Invoice> {
  const { hubInvoiceId } = wanted.invoice
  const ended = await voidOpen(ctx, stripe, old)
  if (ended.status !== 'void') return requireSame(ctx, ended, wanted.invoice)
  const metadata = { [INVOICE_KEY]: '', [REPLACED_KEY]: hubInvoiceId }
  await calling(() => stripe.invoices.update(old.id, { metadata }))
  await ctx.store.delete(invoiceMemory(hubInvoiceId))
  return ensureInvoice(ctx, stripe, { ...wanted, after: old.id })
}

function createDraft(
  ctx: PluginContext,
  stripe: Stripe,
  { customer, invoice, isSent, after }: Wanted,
): Promise<Stripe.Invoice> {
  return once(ctx, {
    key: `${invoiceMemory(invoice.hubInvoiceId)}${after ? `-after-${after}` : ''}`,
    find: () => findInvoice(stripe, { customer, hubInvoiceId: invoice.hubInvoiceId }),
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
      key: `hub-line-${draft}-${index}`,
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
    key: `hub-finalize-${draft}`,
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
