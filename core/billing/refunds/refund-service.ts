import type { ProviderFact } from '@askpro/plugin-sdk'
import type { FactSink } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import type { EventSink } from '../../platform/events/event.ts'
import { newId } from '../../platform/ids.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { Credited } from '../credit-note.ts'
import type { IssuedInvoice } from '../invoice.ts'
import { findInvoice, type StoredInvoice } from '../invoice-repository.ts'
import type { InvoiceService } from '../invoice-service.ts'
import { type Payment, returnableMinor, type Share, sharesOf, uncreditedMinor } from '../payment.ts'
import { addRefunded, findPayments } from '../payment-repository.ts'
import { isNews, type Refund, type RefundNews, refundedBy } from './refund.ts'
import { findRefund, insertRefund, settleRefund } from './refund-repository.ts'

export interface RefundServiceParts {
  database: Database
  invoices: InvoiceService
  events: EventSink
  jobs: JobSink
  clock: Clock
}

export interface RefundWanted {
  invoiceId: string
  reason: string
  /** Default: all that is to be given back. */
  amountMinor?: number | undefined
  /** What says that it is no longer owed. */
  creditNoteId?: string
}

type Told = Extract<ProviderFact, { type: 'payment.refunded' }>
type Issued = StoredInvoice & { invoice: IssuedInvoice }

/** At the provider by hand: nobody has asked the hub. */
const BY_HAND = 'made at the provider'

/**
 * Gives money back. A wish is a row and a job, counted against its payment at once, under the invoice's lock: whatever
 * happens at the same time, no more is given back than came in.
 */
export class RefundService implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['payment.refunded']
  readonly #parts: RefundServiceParts

  constructor(parts: RefundServiceParts) {
    this.#parts = parts
  }

  /** Of several payments each gets a refund of its own. */
  request(issuerId: string, wanted: RefundWanted): Promise<Refund[]> {
    return this.#parts.database.inTenant(issuerId, async (tx) => {
      const stored = await this.#locked(tx, issuerId, wanted.invoiceId)
      const payments = await findPayments(tx, issuerId, wanted.invoiceId)
      const refunds: Refund[] = []
      for (const share of requireShares(stored.invoice, payments, wanted.amountMinor))
        refunds.push(await this.#wish(tx, stored, { ...wanted, ...share }))
      return refunds
    })
  }

  /** A credit note and, in the same transaction, the wish to give back what is no longer owed by it. */
  credit(
    issuerId: string,
    wanted: { id: string; reason: string; netMinor?: number | undefined },
  ): Promise<Credited & { refunds: Refund[] }> {
    return this.#parts.database.inTenant(issuerId, async () => {
      const credited = await this.#parts.invoices.credit(issuerId, wanted)
      const { reason, id: invoiceId } = wanted
      const creditNoteId = credited.creditNote.id
      const amountMinor = credited.returnMinor
      const refunds =
        amountMinor > 0 ? await this.request(issuerId, { invoiceId, reason, amountMinor, creditNoteId }) : []
      return { ...credited, refunds }
    })
  }

  find(issuerId: string, id: string): Promise<Refund | undefined> {
    return this.#parts.database.inTenant(issuerId, (tx) => findRefund(tx, issuerId, { id }))
  }

  /** What the provider says of a refund of the hub's. May be told any number of times, in any order. */
  settle(refund: Pick<Refund, 'issuerId' | 'id' | 'invoiceId'>, news: RefundNews): Promise<void> {
    const { issuerId, id, invoiceId } = refund
    return this.#parts.database.inTenant(issuerId, async (tx) => {
      const stored = await this.#locked(tx, issuerId, invoiceId)
      const known = await findRefund(tx, issuerId, { id })
      if (known) await this.#settle(tx, stored, { known, news })
    })
  }

  /** Never gives anything back itself. A refund that was made at the provider by hand is written down as it is. */
  async accept({ tenantId }: { tenantId: string }, fact: ProviderFact): Promise<void> {
    if (fact.type !== 'payment.refunded') return
    await this.#parts.database.inTenant(tenantId, async (tx) => {
      const stored = await this.#locked(tx, tenantId, fact.hubInvoiceId)
      const known = await this.#known(tx, tenantId, fact)
      const { state, reference, why } = fact
      if (known) await this.#settle(tx, stored, { known, news: { state, reference, why } })
      else await this.#writeDown(tx, stored, fact)
    })
  }

  async #known(tx: Tx, issuerId: string, { reference, hubRefundId, hubInvoiceId }: Told) {
    const told = await findRefund(tx, issuerId, { reference })
    const wished = hubRefundId ? await findRefund(tx, issuerId, { id: hubRefundId }) : undefined
    return told ?? (wished?.invoiceId === hubInvoiceId ? wished : undefined)
  }

  async #wish(
    tx: Tx,
    { invoice, version }: Issued,
    { reason, creditNoteId, payment, amountMinor }: RefundWanted & Share,
  ): Promise<Refund> {
    const { events, jobs, clock } = this.#parts
    const refund: Refund = {
      ...newRefund(invoice, { payment, amountMinor, at: clock.now() }),
      creditNoteId: creditNoteId ?? null,
      reason,
    }
    await insertRefund(tx, refund)
    await addRefunded(tx, refund.issuerId, { paymentId: payment.id, minor: amountMinor })
    const payload = { refund_id: refund.id, amount_minor: amountMinor }
    await events.append(tx, [this.#event(invoice, version, 'invoice.refund_requested', payload)])
    const job = { kind: 'refund.make', tenantId: refund.issuerId, payload: { refund_id: refund.id } }
    await jobs.add(tx, [{ ...job, uniqueKey: refund.id }])
    return refund
  }

  async #writeDown(tx: Tx, stored: Issued, fact: Told): Promise<void> {
    const { invoice } = stored
    const payments = await findPayments(tx, invoice.issuerId, invoice.id)
    const payment = payments.find(({ reference }) => reference === fact.payment)
    // Told before the payment it is of, or of one that the hub does not know yet.
    if (!payment) throw new HubError('conflict', { detail: 'The payment of this refund is not known yet.' })
    const { amountMinor, currency } = fact
    if (currency !== invoice.currency)
      throw new HubError('invalid', { detail: 'Refunded in another currency.' })
    const known: Refund = {
      ...newRefund(invoice, { payment, amountMinor, at: this.#parts.clock.now() }),
      reason: BY_HAND,
      reference: fact.reference,
    }
    await insertRefund(tx, known)
    await addRefunded(tx, invoice.issuerId, { paymentId: payment.id, minor: amountMinor })
    await this.#settle(tx, stored, { known, news: fact })
  }

  async #settle(
    tx: Tx,
    { invoice, version }: Issued,
    { known, news }: { known: Refund; news: RefundNews },
  ): Promise<void> {
    if (!isNews(known, news)) return
    const minor = refundedBy(known, news.state)
    if (minor !== 0) await addRefunded(tx, known.issuerId, { paymentId: known.paymentId, minor })
    await settleRefund(tx, known, { ...news, at: new Date(this.#parts.clock.now()) })
    if (news.state === known.state) return
    const facts = { refund_id: known.id, amount_minor: known.amountMinor }
    const uncredited_minor = uncreditedMinor(invoice, await findPayments(tx, known.issuerId, invoice.id))
    const [type, payload] =
      news.state === 'failed'
        ? ['invoice.refund_failed', { ...facts, why: news.why ?? null }]
        : ['invoice.refunded', { ...facts, uncredited_minor }]
    await this.#parts.events.append(tx, [this.#event(invoice, version, String(type), Object(payload))])
  }

  #event({ id, issuerId }: IssuedInvoice, version: number, type: string, payload: Record<string, unknown>) {
    const occurredAt = this.#parts.clock.now()
    return { tenantId: issuerId, aggregate: 'invoice', aggregateId: id, version, occurredAt, type, payload }
  }

  async #locked(tx: Tx, issuerId: string, id: string): Promise<Issued> {
    const stored = await findInvoice(tx, id, { issuerId, lock: true })
    if (!stored) throw new HubError('not_found')
    const { invoice } = stored
    if (invoice.status === 'draft') throw new HubError('conflict', { detail: 'Nobody has paid a draft.' })
    return { ...stored, invoice }
  }
}

function newRefund(
  { issuerId, recipientId, id: invoiceId }: IssuedInvoice,
  { payment, amountMinor, at }: Share & { at: number },
): Omit<Refund, 'reason'> {
  return {
    id: newId(),
    issuerId,
    recipientId,
    invoiceId,
    paymentId: payment.id,
    creditNoteId: null,
    amountMinor,
    currency: payment.currency,
    state: 'pending',
    reference: null,
    why: null,
    createdAt: new Date(at),
    settledAt: null,
  }
}

function requireShares(
  invoice: IssuedInvoice,
  payments: readonly Payment[],
  amountMinor: number | undefined,
): Share[] {
  const returnable = returnableMinor(invoice, payments)
  const wanted = amountMinor ?? returnable
  if (returnable === 0)
    throw new HubError('conflict', { detail: 'Nothing is to be given back: credit the invoice first.' })
  if (wanted > returnable) {
    const detail = `Only ${returnable} minor units are to be given back: credit more of the invoice first.`
    throw new HubError('conflict', { detail, extra: { returnable_minor: returnable } })
  }
  const shares = sharesOf(wanted, payments)
  if (shares) return shares
  throw new HubError('conflict', {
    detail: 'The payment is disputed: its bank gives the money back itself, or the dispute is decided first.',
  })
}
