import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { versionConflict } from '../../platform/version-conflict.ts'
import type { Invoice } from '../invoice.ts'
import type { BillingDetails, InvoiceParties, StoredBillingDetails } from './billing-details.ts'
import { deleteBillingDetails, findBillingDetails, putBillingDetails } from './billing-details-repository.ts'

const NOTHING: StoredBillingDetails = { details: null, version: 0 }
const NOBODY: InvoiceParties = { seller: null, buyer: null }

/** Who tenants are on invoices: what they say now, and what stands on an invoice. */
export class BillingDetailsService {
  readonly #database: Database
  readonly #clock: Clock

  constructor({ database, clock }: { database: Database; clock: Clock }) {
    this.#database = database
    this.#clock = clock
  }

  /** Without details and with version 0 where nothing was said. */
  get(tenantId: string): Promise<StoredBillingDetails> {
    return this.#database.inTenant(tenantId, async (tx) => {
      return (await findBillingDetails(tx, [tenantId])).get(tenantId) ?? NOTHING
    })
  }

  /** Replaces all of it. Throws `version_conflict` where `version` is not the present one. */
  put(tenantId: string, details: BillingDetails, version?: number): Promise<StoredBillingDetails> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const place = { tenantId, at: new Date(this.#clock.now()), version: version ?? null }
      const put = await putBillingDetails(tx, place, details)
      if (put) return { details, version: put.version }
      throw versionConflict('billing details', (await this.get(tenantId)).version)
    })
  }

  /** Says nothing any more; what is final keeps what it has. */
  remove(tenantId: string, version?: number): Promise<void> {
    return this.#database.inTenant(tenantId, async (tx) => {
      const removed = await deleteBillingDetails(tx, { tenantId, version })
      if (removed > 0 || version === undefined) return
      throw versionConflict('billing details', (await this.get(tenantId)).version)
    })
  }

  /**
   * What stands on these invoices, by their ids: of a final one what was frozen with it (nobody, where it is older than
   * that), of a draft what both ends say now. Whoever may read an invoice may read who is on it.
   */
  async on(invoices: readonly Invoice[]): Promise<Map<string, InvoiceParties>> {
    const drafts = invoices.filter(({ status }) => status === 'draft')
    const ids = [...new Set(drafts.flatMap(({ issuerId, recipientId }) => [issuerId, recipientId]))]
    const now = await this.of(ids)
    const said = (id: string) => now.get(id)?.details ?? null
    return new Map(
      invoices.map((invoice) => [
        invoice.id,
        invoice.status === 'draft'
          ? { seller: said(invoice.issuerId), buyer: said(invoice.recipientId) }
          : (invoice.parties ?? NOBODY),
      ]),
    )
  }

  /**
   * Of these tenants, whoever is acted for: the other end of an edge is in nobody's scope but this explicit list. Who has
   * said nothing is left out.
   */
  async of(tenantIds: string[]): Promise<Map<string, StoredBillingDetails>> {
    if (tenantIds.length === 0) return new Map()
    return this.#database.outside(() =>
      this.#database.inTenant(tenantIds, (tx) => findBillingDetails(tx, tenantIds)),
    )
  }
}
