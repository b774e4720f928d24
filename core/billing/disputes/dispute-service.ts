import type { ProviderFact } from '@askpro/plugin-sdk'
import type { FactSink } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import type { EventSink } from '../../platform/events/event.ts'
import { newId } from '../../platform/ids.ts'
import type { TaskBoard } from '../../tasks/index.ts'
import { findInvoice, type StoredInvoice } from '../invoice-repository.ts'
import { findPayments } from '../payment-repository.ts'
import { type Dispute, type DisputeState, eventOf, isClosed, isLater } from './dispute.ts'
import { findDispute, insertDispute, listDisputes, moveDispute } from './dispute-repository.ts'

export interface DisputeServiceParts {
  database: Database
  events: EventSink
  tasks: TaskBoard
  clock: Clock
}

type Told = Extract<ProviderFact, { type: 'payment.disputed' }>

const OPEN: readonly DisputeState[] = ['needs_response', 'under_review']

/** What banks object to. The hub answers no bank: it says that somebody has to, and until when. */
export class DisputeService implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['payment.disputed']
  readonly #parts: DisputeServiceParts

  constructor(parts: DisputeServiceParts) {
    this.#parts = parts
  }

  /** Of the issuer's invoices, newest first; `open` only those that are not decided. */
  list(
    issuerId: string,
    page: { after?: string | undefined; limit: number; open?: boolean | undefined },
  ): Promise<Dispute[]> {
    const states = page.open === undefined ? undefined : page.open ? OPEN : (['won', 'lost'] as const)
    return this.#parts.database.inTenant(issuerId, (tx) => listDisputes(tx, issuerId, { ...page, states }))
  }

  async accept({ tenantId }: { tenantId: string }, fact: ProviderFact): Promise<void> {
    if (fact.type !== 'payment.disputed') return
    await this.#parts.database.inTenant(tenantId, async (tx) => {
      const stored = await findInvoice(tx, fact.hubInvoiceId, { issuerId: tenantId, lock: true })
      if (!stored) throw new HubError('not_found')
      const known = await findDispute(tx, tenantId, fact.reference)
      if (!known) await this.#open(tx, stored, fact)
      else if (isLater(fact.state, known.state)) await this.#move(tx, stored, { known, fact })
    })
  }

  async #open(tx: Tx, stored: StoredInvoice, fact: Told): Promise<void> {
    const { issuerId, recipientId, id: invoiceId } = stored.invoice
    const payments = await findPayments(tx, issuerId, invoiceId)
    const payment = payments.find(({ reference }) => reference === fact.payment)
    if (!payment) throw new HubError('conflict', { detail: 'The disputed payment is not known yet.' })
    const at = new Date(this.#parts.clock.now())
    const dispute: Dispute = {
      id: newId(),
      issuerId,
      recipientId,
      invoiceId,
      paymentId: payment.id,
      reference: fact.reference,
      amountMinor: fact.amountMinor,
      currency: fact.currency,
      reason: fact.reason,
      state: fact.state,
      respondBy: fact.respondBy === undefined ? null : new Date(fact.respondBy),
      openedAt: at,
      closedAt: isClosed(fact.state) ? at : null,
    }
    await insertDispute(tx, dispute)
    await this.#attend(tx, dispute)
    const respond_by = dispute.respondBy?.toISOString() ?? null
    await this.#tell(tx, stored, 'invoice.disputed', { ...factsOf(dispute), reason: fact.reason, respond_by })
    await this.#tell(tx, stored, eventOf(fact.state), factsOf(dispute))
  }

  async #move(
    tx: Tx,
    stored: StoredInvoice,
    { known, fact: { state } }: { known: Dispute; fact: Told },
  ): Promise<void> {
    const closedAt = isClosed(state) ? new Date(this.#parts.clock.now()) : null
    await moveDispute(tx, known, { state, closedAt })
    await this.#attend(tx, { ...known, state })
    await this.#tell(tx, stored, eventOf(state), factsOf(known))
  }

  /** Somebody has to answer the bank, until it has been answered or has decided. */
  async #attend(tx: Tx, { id, issuerId, invoiceId, state, respondBy }: Dispute): Promise<void> {
    const { tasks } = this.#parts
    const topic = `dispute:${id}`
    if (state !== 'needs_response') return tasks.settle(tx, issuerId, [topic])
    const facts = { dispute_id: id, respond_by: respondBy?.toISOString() ?? null }
    await tasks.open(tx, issuerId, {
      kind: 'payment_disputed',
      topic,
      about: { invoice_id: invoiceId },
      facts,
    })
  }

  async #tell(
    tx: Tx,
    { invoice, version }: StoredInvoice,
    type: string | undefined,
    payload: Record<string, unknown>,
  ): Promise<void> {
    if (type === undefined) return
    const { issuerId: tenantId, id: aggregateId } = invoice
    const occurredAt = this.#parts.clock.now()
    const event = { tenantId, aggregate: 'invoice', aggregateId, version, occurredAt, type, payload }
    await this.#parts.events.append(tx, [event])
  }
}

const factsOf = ({ id: dispute_id, amountMinor: amount_minor }: Dispute) => ({ dispute_id, amount_minor })
