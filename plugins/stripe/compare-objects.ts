import { type PluginContext, type ProviderFact, Refused, type SyncRun } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import type { Subject } from './event-subject.ts'
import { factsAbout } from './facts-about.ts'
import { INVOICE_KEY } from './find-invoice.ts'
import { TENANT_KEY } from './payer-customer.ts'
import { calling } from './stripe-api.ts'

/** Milliseconds back to which invoices, refunds and disputes are read: a bank may object for months. */
const BACK = 180 * 86_400_000
const PAGE = 25

/** How far a comparison has come: when it began, and the last invoice of the pages that are done. */
interface Progress {
  began: number
  after: string | undefined
}

/**
 * Reads what stands at Stripe, not what happened: payers, refunds and disputes, then the invoices page by page. When it
 * is done, events are read from the time at which it began.
 */
export async function compareObjects(ctx: PluginContext, stripe: Stripe, sync: SyncRun): Promise<void> {
  const progress = progressOf(sync.checkpoint) ?? { began: ctx.now(), after: undefined }
  const created = { gte: Math.floor((progress.began - BACK) / 1_000) }
  if (progress.after === undefined) {
    const subjects = await smallOnes(stripe, created)
    await sync.save(page(asCheckpoint(progress), await factsOf(ctx, sync, subjects)))
  }
  for (;;) {
    const list = await nextInvoices(stripe, created, progress)
    if (sync.signal.aborted) return
    const facts = await factsOf(ctx, sync, list.data.flatMap(subjectOfInvoice))
    const last = list.data.at(-1)?.id
    if (!list.has_more || !last) return sync.save({ ...page(iso(progress.began), facts), reset: true })
    progress.after = last
    await sync.save(page(asCheckpoint(progress), facts))
  }
}

export const iso = (at: number): string => new Date(at).toISOString()

const page = (checkpoint: string, facts: ProviderFact[]) => ({ checkpoint, busy: [], freed: [], facts })

async function factsOf(
  ctx: PluginContext,
  { signal }: SyncRun,
  subjects: readonly Subject[],
): Promise<ProviderFact[]> {
  const facts: ProviderFact[] = []
  for (const subject of subjects) {
    if (signal.aborted) break
    facts.push(...(await factsAbout(ctx, subject)))
  }
  return facts
}

/** Payers, and what may have happened to an invoice that is too old to be listed. */
function smallOnes(stripe: Stripe, created: { gte: number }): Promise<Subject[]> {
  return calling(async () => {
    const intents = new Set<string>()
    const payers = new Set<string>()
    for await (const { metadata } of stripe.customers.list({ limit: 100 }))
      if (metadata[TENANT_KEY]) payers.add(metadata[TENANT_KEY])
    for await (const one of stripe.refunds.list({ created, limit: 100 })) note(intents, one.payment_intent)
    for await (const one of stripe.disputes.list({ created, limit: 100 })) note(intents, one.payment_intent)
    return [
      ...[...payers].map((id): Subject => ({ kind: 'payer', id })),
      ...[...intents].map((id): Subject => ({ kind: 'intent', id })),
    ]
  })
}

function note(intents: Set<string>, intent: string | { id: string } | null): void {
  if (intent) intents.add(typeof intent === 'string' ? intent : intent.id)
}

/** The invoice that the last page ended with may have been a draft that is deleted by now: then from the start. */
async function nextInvoices(
  stripe: Stripe,
  created: { gte: number },
  { after }: Progress,
): Promise<Stripe.ApiList<Stripe.Invoice>> {
  const from = (starting_after?: string) =>
    calling(() =>
      stripe.invoices.list({ created, limit: PAGE, ...(starting_after ? { starting_after } : {}) }),
    )
  return from(after).catch((error: unknown) => {
    if (after && error instanceof Refused) return from()
    throw error
  })
}

const subjectOfInvoice = ({ id, metadata }: Stripe.Invoice): Subject[] =>
  metadata?.[INVOICE_KEY] ? [{ kind: 'invoice', id }] : []

const asCheckpoint = ({ began, after }: Progress): string => `objects ${iso(began)} ${after ?? ''}`.trimEnd()

function progressOf(checkpoint: string | null): Progress | undefined {
  const [word, began, after] = (checkpoint ?? '').split(' ')
  const at = Date.parse(began ?? '')
  return word === 'objects' && !Number.isNaN(at) ? { began: at, after } : undefined
}
