import { type BoundPayments, type ProviderDirectory, providerProblem } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { TenantService } from '../../tenants/index.ts'
import { isLive, type MethodSetup } from './payer.ts'
import { type Edge, findLiveSetup, findSetup, insertSetup, lockPayer, moveSetup } from './payer-repository.ts'
import type { PayerService } from './payer-service.ts'

export interface SetupServiceParts {
  database: Database
  payers: PayerService
  providers: Pick<ProviderDirectory, 'payments'>
  tenants: TenantService
  clock: Clock
}

/** Pages of the provider's on which payers give a means of payment. Each payer has one at a time. */
export class SetupService {
  readonly #parts: SetupServiceParts

  constructor(parts: SetupServiceParts) {
    this.#parts = parts
  }

  /** While a page is good it is given again; one that was used or is over makes room for the next. */
  async open(tenantId: string, returnUrl: string): Promise<MethodSetup> {
    const { payers, providers } = this.#parts
    const edge = await payers.edgeOf(tenantId)
    const payments = await providers.payments(edge.issuerId)
    if (!payments?.methods) {
      throw new HubError('conflict', {
        detail: 'Who sends the invoices has no payments connection that keeps means of payment.',
      })
    }
    // Settles what is there: it may have been used a moment ago.
    await payers.refresh(edge, payments).catch(providerProblem)
    const setup = await this.#reserve(edge, { returnUrl, connectionId: payments.ref.connectionId })
    return setup.state === 'open' ? setup : this.#openAt(payments, setup).catch(providerProblem)
  }

  async get(tenantId: string, id: string): Promise<MethodSetup> {
    const edge = await this.#parts.payers.edgeOf(tenantId)
    const setup = await this.#parts.database.inTenant(tenantId, (tx) => findSetup(tx, edge, id))
    if (!setup) throw new HubError('not_found')
    return isLive(setup, this.#parts.clock.now()) ? setup : { ...setup, state: over(setup), url: null }
  }

  /** The live one, or a new row: stored before the provider hears of it, so that a lost answer is found again. */
  #reserve(edge: Edge, wanted: { returnUrl: string; connectionId: string }): Promise<MethodSetup> {
    return this.#asIssuer(edge, async (tx) => {
      await lockPayer(tx, edge, newId())
      const live = await findLiveSetup(tx, edge)
      const now = this.#parts.clock.now()
      if (live && isLive(live, now) && live.connectionId === wanted.connectionId) return live
      if (live) await moveSetup(tx, live, { state: 'expired', url: null })
      const fresh = { reference: null, url: null, expiresAt: null }
      const setup: MethodSetup = { ...edge, ...wanted, ...fresh, id: newId(), state: 'opening' }
      await insertSetup(tx, setup, new Date(now))
      return setup
    })
  }

  async #openAt({ methods }: BoundPayments, setup: MethodSetup): Promise<MethodSetup> {
    const { payers, tenants } = this.#parts
    if (!methods) return setup
    const { currency } = await tenants.getWithin(setup.issuerId, setup.recipientId)
    const { id: hubSetupId, returnUrl } = setup
    const opened = await methods
      .open(await payers.asTold(setup), { hubSetupId, returnUrl, currency })
      .catch((error: unknown) => this.#unlessRefused(setup, error))
    const { reference, url } = opened
    const change = { state: 'open', reference, url, expiresAt: new Date(opened.expiresAt) } as const
    await this.#asIssuer(setup, (tx) => moveSetup(tx, setup, change))
    return { ...setup, ...change }
  }

  /** What the provider will not open must not stand in the way of the next. */
  async #unlessRefused(setup: MethodSetup, error: unknown): Promise<never> {
    if (error instanceof Error && error.name === 'Refused')
      await this.#asIssuer(setup, (tx) => moveSetup(tx, setup, { state: 'expired' }))
    throw error
  }

  #asIssuer<T>({ issuerId }: Edge, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { database } = this.#parts
    return database.outside(() => database.inTenant(issuerId, work))
  }
}

const over = ({ state }: MethodSetup) => (state === 'done' ? 'done' : 'expired')
