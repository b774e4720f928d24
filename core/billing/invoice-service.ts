import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { EventSink } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import type { JobSink } from '../platform/jobs/job.ts'
import { collectJob, withdrawJob } from './collect-job.ts'
import { type Credited, creditInvoice, voidInvoice } from './credit-note.ts'
import { balanceMinor, type InvoiceChange, isOpen } from './invoice.ts'
import { recordPayment } from './invoice-lifecycle.ts'
import { formatInvoiceNumber } from './invoice-number.ts'
import { refusalError } from './invoice-refusal.ts'
import {
  findInvoice,
  insertCreditNote,
  listInvoices,
  nextSequence,
  type StoredInvoice,
  saveInvoice,
} from './invoice-repository.ts'
import { currentSeries } from './invoice-series.ts'
import { insertPayment } from './payment-repository.ts'

export interface InvoiceServiceParts {
  database: Database
  events: EventSink
  jobs: JobSink
  clock: Clock
}

export interface ReceivedPayment {
  invoiceId: string
  /** The provider's own reference: the same payment told twice counts once. */
  reference: string
  amountMinor: number
  currency: string
}

/** Invoices after they are made: reading, paying, correcting. A final invoice never changes but by these. */
export class InvoiceService {
  readonly #parts: InvoiceServiceParts

  constructor(parts: InvoiceServiceParts) {
    this.#parts = parts
  }

  /** Those the tenant issued and those it received. */
  list(tenantId: string, page: { after?: string | undefined; limit: number }): Promise<StoredInvoice[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => listInvoices(tx, tenantId, page))
  }

  async get(tenantId: string, id: string): Promise<StoredInvoice> {
    const stored = await this.#parts.database.inTenant(tenantId, (tx) => findInvoice(tx, id))
    if (!stored) throw new HubError('not_found')
    return stored
  }

  /** What a payment is beyond what is due is left for a person to look at: it is logged as an event. */
  pay(issuerId: string, payment: ReceivedPayment): Promise<void> {
    const { database, clock } = this.#parts
    return database.inTenant(issuerId, async (tx) => {
      const now = clock.now()
      const stored = await this.#locked(tx, issuerId, payment.invoiceId)
      if (payment.currency !== stored.invoice.currency) {
        throw new HubError('invalid', { detail: 'The payment is in another currency than the invoice.' })
      }
      // A hub that was restored rates it anew, and finds it paid when it collects it.
      if (stored.invoice.status === 'draft') return
      const isNew = await insertPayment(tx, {
        ...payment,
        tenantId: issuerId,
        id: newId(),
        at: new Date(now),
      })
      if (!isNew) return
      if (!isOpen(stored.invoice)) return this.#tellOverpaid(tx, stored, payment.amountMinor)
      const due = balanceMinor(stored.invoice)
      const amountMinor = Math.min(payment.amountMinor, due)
      const done = recordPayment(stored.invoice, { amountMinor, paidAt: now })
      if (!done.ok) throw refusalError(done.refusal)
      await saveInvoice(tx, done.invoice, new Date(now))
      const surplus = payment.amountMinor - amountMinor
      await this.#tell(tx, stored, {
        type: 'invoice.paid',
        payload: { amount_minor: amountMinor, surplus_minor: surplus },
      })
    })
  }

  /** An unpaid invoice is taken back whole by a credit note. */
  void(issuerId: string, id: string, reason: string): Promise<Credited> {
    return this.#credit(issuerId, { id, reason }, (stored, note) => voidInvoice(stored.invoice, note))
  }

  /** All that is left, or `netMinor` of it before tax, is credited. */
  credit(
    issuerId: string,
    wanted: { id: string; reason: string; netMinor?: number | undefined },
  ): Promise<Credited> {
    const { netMinor } = wanted
    return this.#credit(issuerId, wanted, (stored, note) =>
      creditInvoice(stored.invoice, { ...note, ...(netMinor === undefined ? {} : { netMinor }) }),
    )
  }

  #credit(
    issuerId: string,
    { id, reason }: { id: string; reason: string },
    change: (
      stored: StoredInvoice,
      note: { id: string; number: string; issuedAt: number; reason: string },
    ) => InvoiceChange<Credited>,
  ): Promise<Credited> {
    const { database, clock } = this.#parts
    return database.inTenant(issuerId, async (tx) => {
      const stored = await this.#locked(tx, issuerId, id)
      const issuedAt = clock.now()
      const series = `C${await currentSeries(tx, issuedAt, stored.zone)}`
      const number = formatInvoiceNumber({ series, sequence: await nextSequence(tx, issuerId, series) })
      const done = change(stored, { id: newId(), number, issuedAt, reason })
      if (!done.ok) throw refusalError(done.refusal)
      await saveInvoice(tx, done.invoice, new Date(issuedAt))
      const parties = { issuerId, recipientId: stored.invoice.recipientId }
      await insertCreditNote(tx, done.creditNote, parties)
      await this.#tell(tx, stored, {
        type: 'invoice.credited',
        payload: { number, return_minor: done.returnMinor },
      })
      await this.#correctAtProvider(tx, done)
      return done
    })
  }

  /** An invoice that nobody has paid must not be paid in full any more. */
  async #correctAtProvider(tx: Tx, { invoice, creditNote }: Credited): Promise<void> {
    const { jobs, clock } = this.#parts
    if (invoice.status === 'void') await jobs.add(tx, [withdrawJob(invoice, clock.now())])
    if (invoice.status === 'final') await jobs.add(tx, [collectJob(invoice, creditNote.id)])
  }

  /** Money for what is settled or taken back already: somebody has to give it back. */
  #tellOverpaid(tx: Tx, stored: StoredInvoice, surplus: number): Promise<void> {
    return this.#tell(tx, stored, { type: 'invoice.overpaid', payload: { surplus_minor: surplus } })
  }

  async #locked(tx: Tx, issuerId: string, id: string): Promise<StoredInvoice> {
    const stored = await findInvoice(tx, id, { issuerId, lock: true })
    if (!stored) throw new HubError('not_found')
    return stored
  }

  #tell(
    tx: Tx,
    stored: StoredInvoice,
    event: { type: string; payload: Record<string, unknown> },
  ): Promise<void> {
    const { id: aggregateId, issuerId: tenantId } = stored.invoice
    const occurredAt = this.#parts.clock.now()
    return this.#parts.events.append(tx, [
      { tenantId, aggregate: 'invoice', aggregateId, version: stored.version + 1, occurredAt, ...event },
    ])
  }
}
