import type { ProviderFact } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'
import { INVOICE_KEY } from './find-invoice.ts'
import { REFUND_KEY, stateOfRefund } from './refunds.ts'

type Disputed = Extract<ProviderFact, { type: 'payment.disputed' }>

/** What all facts of one invoice say. */
interface Base {
  hubInvoiceId: string
  currency: string
}

/**
 * All that Stripe has to tell of an invoice as it stands now: paid or not, every refund, every dispute. Whatever is
 * read later is newer, so it does not matter which event came first, or twice, or not at all. `thorough` looks for
 * refunds too where the charge shows none: one that failed is not counted there.
 */
export async function factsOfInvoice(
  stripe: Stripe,
  id: string,
  { thorough = false }: { thorough?: boolean } = {},
): Promise<ProviderFact[]> {
  const invoice = await stripe.invoices.retrieve(id, { expand: ['payments'] })
  const hubInvoiceId = invoice.metadata?.[INVOICE_KEY]
  if (!hubInvoiceId) return []
  const base = { hubInvoiceId, currency: invoice.currency.toUpperCase() }
  if (invoice.status !== 'paid') return unpaid(stripe, invoice, base)
  const paid: ProviderFact = {
    type: 'payment.succeeded',
    reference: invoice.id,
    amountMinor: invoice.amount_paid,
    ...base,
  }
  const intents = intentsOf(invoice)
  const undone = await Promise.all(
    intents.map((intent) => undoneOf(stripe, intent, { payment: invoice.id, thorough, base })),
  )
  return [paid, ...undone.flat()]
}

/** An invoice that was only sent has not failed. */
async function unpaid(
  stripe: Stripe,
  invoice: Stripe.Invoice,
  { hubInvoiceId }: Base,
): Promise<ProviderFact[]> {
  if (invoice.status === 'draft' || (invoice.status === 'open' && !invoice.attempted)) return []
  const why =
    invoice.status === 'open'
      ? await declineOf(stripe, invoice)
      : `the invoice is ${invoice.status} at Stripe`
  return [{ type: 'payment.failed', hubInvoiceId, reference: invoice.id, why }]
}

async function declineOf(stripe: Stripe, invoice: Stripe.Invoice): Promise<string> {
  const [intent] = intentsOf(invoice)
  const error = intent ? (await stripe.paymentIntents.retrieve(intent)).last_payment_error : undefined
  return error?.message ?? 'the payment did not go through'
}

const intentsOf = ({ payments }: Stripe.Invoice): string[] =>
  (payments?.data ?? []).flatMap(({ payment: { payment_intent: intent } }) =>
    intent ? [typeof intent === 'string' ? intent : intent.id] : [],
  )

async function undoneOf(
  stripe: Stripe,
  payment_intent: string,
  { payment, thorough, base }: { payment: string; thorough: boolean; base: Base },
): Promise<ProviderFact[]> {
  const { latest_charge: charge } = await stripe.paymentIntents.retrieve(payment_intent, {
    expand: ['latest_charge'],
  })
  const shown = typeof charge === 'object' && charge !== null ? charge : undefined
  const facts: ProviderFact[] = []
  if (thorough || shown?.amount_refunded) {
    for await (const one of stripe.refunds.list({ payment_intent, limit: 100 }))
      facts.push({ type: 'payment.refunded', payment, ...base, ...refunded(one) })
  }
  if (shown?.disputed) {
    for await (const one of stripe.disputes.list({ payment_intent, limit: 100 }))
      facts.push({ type: 'payment.disputed', payment, ...base, ...disputed(one) })
  }
  return facts
}

function refunded(one: Stripe.Refund) {
  const hubRefundId = one.metadata?.[REFUND_KEY]
  return { amountMinor: one.amount, ...stateOfRefund(one), ...(hubRefundId ? { hubRefundId } : {}) }
}

function disputed({ id: reference, amount: amountMinor, status, reason, evidence_details }: Stripe.Dispute) {
  const { due_by: due } = evidence_details
  const respondBy = due ? new Date(due * 1_000).toISOString() : undefined
  return { reference, amountMinor, reason, state: disputeState(status), ...(respondBy ? { respondBy } : {}) }
}

/** Inquiries (`warning_`) end like disputes but for the money, which was never taken; the list is an open one. */
function disputeState(status: Stripe.Dispute['status']): Disputed['state'] {
  if (status === 'lost') return 'lost'
  if (status === 'won' || status === 'warning_closed' || status === 'prevented') return 'won'
  return status.endsWith('needs_response') ? 'needs_response' : 'under_review'
}
