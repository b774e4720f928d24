import type { PaymentMethod, ProviderFact, Payer as ProviderPayer } from '@askpro/plugin-sdk'
import type { BoundMethods, BoundPayments, FactSink, ProviderDirectory } from '../../integrations/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import { HubError } from '../../platform/errors.ts'
import type { EventSink } from '../../platform/events/event.ts'
import { newId } from '../../platform/ids.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { TenantDirectory, TenantService } from '../../tenants/index.ts'
import { collectJob } from '../collect-job.ts'
import type { BillingDetails } from '../details/billing-details.ts'
import type { BillingDetailsService } from '../details/billing-details-service.ts'
import { findOpenIds } from '../invoice-repository.ts'
import { type Payer, payerState } from './payer.ts'
import {
  type Edge,
  findLiveSetup,
  findPayer,
  findPayers,
  lockPayer,
  moveSetup,
  savePayer,
} from './payer-repository.ts'

export interface PayerServiceParts {
  database: Database
  providers: Pick<ProviderDirectory, 'payments'>
  tenants: TenantService
  details: BillingDetailsService
  directory: TenantDirectory
  events: EventSink
  jobs: JobSink
  clock: Clock
}

/** Runs that read the same payer at the same moment: the one that stores last must have read last. */
const TRIES = 3

/** Tenants as those above them collect from them: where invoices go, and with what they are paid. */
export class PayerService implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['payment.method_changed']
  readonly #parts: PayerServiceParts

  constructor(parts: PayerServiceParts) {
    this.#parts = parts
  }

  /** Who collects from a tenant. Throws 404 for an agency, that nobody collects from. */
  async edgeOf(tenantId: string): Promise<Edge> {
    const issuerId = await this.#parts.directory.parentOf(tenantId)
    if (issuerId) return { issuerId, recipientId: tenantId }
    throw new HubError('not_found', { detail: 'An agency gets no invoices. Name a client with X-Tenant-Id.' })
  }

  async get(tenantId: string): Promise<Payer> {
    const edge = await this.edgeOf(tenantId)
    const known = await this.#parts.database.inTenant(tenantId, (tx) => findPayer(tx, edge))
    return known ?? unknown(edge)
  }

  /** Those that an issuer knows anything about. */
  list(issuerId: string): Promise<Payer[]> {
    return this.#parts.database.inTenant(issuerId, (tx) => findPayers(tx, issuerId))
  }

  async update(tenantId: string, { email }: { email: string | null }): Promise<Payer> {
    const edge = await this.edgeOf(tenantId)
    // The row is the issuer's, who is not the one acted for.
    await this.#asIssuer(edge, async (tx) => {
      const payer = await lockPayer(tx, edge, newId())
      await savePayer(tx, payer, { ...payer, email })
    })
    return this.get(tenantId)
  }

  /** As a provider is told of it. */
  async asTold(edge: Edge): Promise<ProviderPayer> {
    const { details: known, tenants } = this.#parts
    const { name } = await tenants.getWithin(edge.issuerId, edge.recipientId)
    const payer = await this.#asIssuer(edge, (tx) => findPayer(tx, edge))
    const details = (await known.of([edge.recipientId])).get(edge.recipientId)?.details
    const email = payer?.email ?? details?.email
    return { hubId: edge.recipientId, name, ...(email && { email }), ...(details && toldOf(details)) }
  }

  async accept(connection: { tenantId: string; connectionId: string }, fact: ProviderFact): Promise<void> {
    if (fact.type !== 'payment.method_changed') return
    const edge = { issuerId: connection.tenantId, recipientId: fact.payerHubId }
    // What stands in the provider's records may be anything.
    if (!(await this.#isEdge(edge))) return
    const payments = await this.#parts.providers.payments(edge.issuerId)
    if (payments?.ref.connectionId === connection.connectionId) await this.refresh(edge, payments)
  }

  /**
   * Reads again what became of a page that was opened and with what invoices are collected. Another means of payment has
   * all open invoices collected, but for the one that is being collected now.
   */
  async refresh(
    edge: Edge,
    { methods, ref }: Pick<BoundPayments, 'methods' | 'ref'>,
    { collecting }: { collecting?: string } = {},
  ): Promise<void> {
    if (!methods) return
    const told = await this.asTold(edge)
    await this.#settleSetup(edge, { methods, told, connectionId: ref.connectionId })
    for (let tries = 1; tries <= TRIES; tries++) {
      const before = await this.#asIssuer(edge, (tx) => findPayer(tx, edge))
      const method = await methods.read(told)
      if (await this.#store(edge, { method, version: before?.version, collecting })) return
    }
  }

  async #settleSetup(
    edge: Edge,
    { methods, told, connectionId }: { methods: BoundMethods; told: ProviderPayer; connectionId: string },
  ): Promise<void> {
    const setup = await this.#asIssuer(edge, (tx) => findLiveSetup(tx, edge))
    if (!setup?.reference) return
    const isHere = setup.connectionId === connectionId
    const state = isHere ? await methods.settle(told, setup.reference) : 'expired'
    if (state !== 'open') await this.#asIssuer(edge, (tx) => moveSetup(tx, setup, { state, url: null }))
  }

  /** False when somebody else has stored what was read meanwhile. */
  #store(
    edge: Edge,
    {
      method,
      version,
      collecting,
    }: { method: PaymentMethod | null; version: number | undefined; collecting: string | undefined },
  ): Promise<boolean> {
    return this.#asIssuer(edge, async (tx) => {
      const payer = await lockPayer(tx, edge, newId())
      if (version !== undefined && payer.version !== version) return false
      const isOther = payer.method?.reference !== method?.reference
      const failure = isOther ? null : payer.failure
      await savePayer(tx, payer, { ...payer, method, failure, checkedAt: new Date(this.#parts.clock.now()) })
      if (isOther) await this.#follow(tx, { ...payer, method, failure }, collecting)
      return true
    })
  }

  /** Another means of payment is told, and what is owed is collected with it. */
  async #follow(tx: Tx, payer: Payer, collecting: string | undefined): Promise<void> {
    const { events, jobs, clock } = this.#parts
    const { id: aggregateId, issuerId: tenantId, recipientId: recipient_id, method, version } = payer
    const occurredAt = clock.now()
    const payload = { recipient_id, state: payerState(payer, occurredAt) }
    const event = { tenantId, aggregate: 'payer', aggregateId, version: version + 1, occurredAt, payload }
    await events.append(tx, [{ ...event, type: 'payer.method_changed' }])
    if (!method) return
    const open = await findOpenIds(tx, { issuerId: tenantId, recipientId: recipient_id })
    await jobs.add(
      tx,
      open
        .filter((id) => id !== collecting)
        .map((id) => collectJob({ issuerId: tenantId, id }, method.reference)),
    )
  }

  async #isEdge({ issuerId, recipientId }: Edge): Promise<boolean> {
    const isId = /^[0-9a-f-]{36}$/.test(recipientId)
    return isId && (await this.#parts.directory.parentOf(recipientId)) === issuerId
  }

  #asIssuer<T>({ issuerId }: Edge, work: (tx: Tx) => Promise<T>): Promise<T> {
    const { database } = this.#parts
    return database.outside(() => database.inTenant(issuerId, work))
  }
}

/** What a provider may show on its own papers. */
const toldOf = ({ name, line1, line2, postalCode, city, country, vatId }: BillingDetails) => ({
  name,
  address: { line1, ...(line2 && { line2 }), ...(postalCode && { postalCode }), city, country },
  ...(vatId && { vatId }),
})

const unknown = (edge: Edge): Payer => ({
  ...edge,
  id: '',
  email: null,
  method: null,
  failure: null,
  checkedAt: null,
  version: 0,
})
