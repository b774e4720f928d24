import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { EventSink } from '../platform/events/event.ts'
import { newId } from '../platform/ids.ts'
import { after, type Collection, type CollectionNews } from './collection.ts'
import { findCollections, saveCollection } from './collection-repository.ts'
import { isOpen } from './invoice.ts'
import { findInvoice, type StoredInvoice } from './invoice-repository.ts'
import { lockPayer, savePayer } from './payers/payer-repository.ts'

export interface CollectionLedgerParts {
  database: Database
  events: EventSink
  clock: Clock
}

/** What providers made of invoices, and what that says of their payers. News may come twice, late, and in any order. */
export class CollectionLedger {
  readonly #parts: CollectionLedgerParts

  constructor(parts: CollectionLedgerParts) {
    this.#parts = parts
  }

  async of(tenantId: string, invoiceIds: readonly string[]): Promise<Map<string, Collection>> {
    if (invoiceIds.length === 0) return new Map()
    const found = await this.#parts.database.inTenant(tenantId, (tx) => findCollections(tx, invoiceIds))
    return new Map(found.map((one) => [one.invoiceId, one]))
  }

  /** A failure that is told after the invoice was settled changes nothing. */
  note(issuerId: string, invoiceId: string, news: CollectionNews): Promise<void> {
    return this.#parts.database.inTenant(issuerId, async (tx) => {
      const stored = await findInvoice(tx, invoiceId, { issuerId, lock: true })
      if (!stored || stored.invoice.status === 'draft') return
      if (news.state !== 'paid' && !isOpen(stored.invoice)) return
      const [known] = await findCollections(tx, [invoiceId])
      const next = after(known, invoiceId, news)
      await saveCollection(tx, stored.invoice, { ...next, at: new Date(this.#parts.clock.now()) })
      await this.#tell(tx, stored, { known, next })
    })
  }

  async #tell(
    tx: Tx,
    stored: StoredInvoice,
    { known, next }: { known: Collection | undefined; next: Collection },
  ): Promise<void> {
    const isOther = known?.state !== next.state || known.why !== next.why
    if (isOther) await this.#tellPayer(tx, stored, next)
    if (next.state === 'failed' && isOther)
      await this.#append(tx, stored, 'invoice.payment_failed', { why: next.why })
    if (next.state === 'open' && next.page !== null && known?.page !== next.page)
      await this.#append(tx, stored, 'invoice.sent', {})
  }

  async #tellPayer(tx: Tx, { invoice }: StoredInvoice, { state, why }: Collection): Promise<void> {
    if (state === 'open') return
    const payer = await lockPayer(tx, invoice, newId())
    const failure = state === 'failed' && payer.method !== null ? (why ?? 'it could not be collected') : null
    if (failure !== payer.failure) await savePayer(tx, payer, { ...payer, failure })
  }

  #append(
    tx: Tx,
    { invoice, version }: StoredInvoice,
    type: string,
    payload: Record<string, unknown>,
  ): Promise<void> {
    const { issuerId: tenantId, id: aggregateId } = invoice
    const occurredAt = this.#parts.clock.now()
    const event = { tenantId, aggregate: 'invoice', aggregateId, version, occurredAt, type, payload }
    return this.#parts.events.append(tx, [event])
  }
}
