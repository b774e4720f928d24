import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { sqlState } from '../platform/db/database-problem.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import type { TenantDirectory, TenantService } from '../tenants/index.ts'
import {
  endSubscription,
  findPlan,
  findPlans,
  findSubscriptions,
  insertPlan,
  insertSubscription,
  type PlanChange,
  type StoredPlan,
  type Subscription,
  updatePlan,
} from './plan-repository.ts'
import { planProblems } from './plan-rules.ts'
import type { Plan } from './price.ts'

export interface PlanServiceParts {
  database: Database
  tenants: TenantService
  directory: TenantDirectory
  clock: Clock
}

export interface NewSubscription {
  recipientId: string
  planId: string
  /** `2026-11-01`, a date in the recipient's zone. */
  anchorDate: string
  months: number
  autoFinalize: boolean
  /** The recipient's live subscription, which ends at the moment at which this one is made. */
  replaces?: string | undefined
}

/** Price plans of an issuer, and who of those below it is on which. */
export class PlanService {
  readonly #parts: PlanServiceParts

  constructor(parts: PlanServiceParts) {
    this.#parts = parts
  }

  async create(tenantId: string, wanted: { name: string; terms: Plan }): Promise<StoredPlan> {
    requireGood(wanted.terms)
    const plan = { ...wanted, id: newId(), version: 1 }
    const { database } = this.#parts
    await database.inTenant(tenantId, (tx) => insertPlan(tx, tenantId, { ...plan, at: this.#now() }))
    return plan
  }

  list(tenantId: string): Promise<StoredPlan[]> {
    return this.#parts.database.inTenant(tenantId, (tx) => findPlans(tx, tenantId))
  }

  async get(tenantId: string, id: string): Promise<StoredPlan> {
    const plan = await this.#parts.database.inTenant(tenantId, (tx) => findPlan(tx, tenantId, id))
    if (!plan) throw new HubError('not_found')
    return plan
  }

  /** Counts for periods that are still open; what is final stays as it was rated. */
  async update(tenantId: string, change: PlanChange): Promise<StoredPlan> {
    if (change.terms) {
      requireGood(change.terms)
      const { currency } = (await this.get(tenantId, change.id)).terms
      if (change.terms.currency !== currency) {
        throw new HubError('conflict', {
          detail: 'A plan keeps its currency: make another plan and subscribe to that.',
          extra: { errors: [{ path: '/terms/currency', message: `must stay ${currency}` }] },
        })
      }
    }
    const touched = await this.#parts.database.inTenant(tenantId, (tx) => updatePlan(tx, tenantId, change))
    const present = await this.get(tenantId, change.id)
    if (touched > 0) return present
    throw versionConflict('plan', present.version)
  }

  subscriptions(issuerId: string): Promise<Subscription[]> {
    return this.#parts.database.inTenant(issuerId, (tx) => findSubscriptions(tx, issuerId))
  }

  /**
   * Puts a tenant directly below the issuer on a plan; its periods are counted in its own zone. Where it takes the place of
   * another subscription, both happen or neither. Throws `conflict` where that one has ended meanwhile.
   */
  async subscribe(issuerId: string, wanted: NewSubscription): Promise<Subscription> {
    const { database, directory, tenants } = this.#parts
    if ((await directory.parentOf(wanted.recipientId)) !== issuerId) {
      throw new HubError('invalid', {
        detail: 'recipient_id must be a tenant directly below the issuer.',
        extra: { errors: [{ path: '/recipient_id', message: 'must be directly below' }] },
      })
    }
    await this.get(issuerId, wanted.planId)
    const { zone } = await tenants.getWithin(issuerId, wanted.recipientId)
    const subscription: Subscription = {
      id: newId(),
      issuerId,
      recipientId: wanted.recipientId,
      planId: wanted.planId,
      anchor: { date: wanted.anchorDate, timeZone: zone, months: wanted.months },
      autoFinalize: wanted.autoFinalize,
      endedAt: null,
    }
    const at = this.#now()
    await database
      .inTenant(issuerId, async (tx) => {
        if (wanted.replaces) await endReplaced(tx, subscription, { id: wanted.replaces, at })
        await insertSubscription(tx, subscription, at)
      })
      .catch(alreadyLive)
    return subscription
  }

  async end(issuerId: string, id: string): Promise<void> {
    const at = this.#now()
    const touched = await this.#parts.database.inTenant(issuerId, (tx) =>
      endSubscription(tx, issuerId, { id, at }),
    )
    if (touched === 0) throw new HubError('not_found')
  }

  #now(): Date {
    return new Date(this.#parts.clock.now())
  }
}

function requireGood(terms: Plan): void {
  const problems = planProblems(terms)
  if (problems.length === 0) return
  const errors = problems.map(({ path, detail }) => ({ path: `/terms${path}`, message: detail }))
  throw new HubError('invalid', { detail: 'The plan cannot be priced as it stands.', extra: { errors } })
}

async function endReplaced(
  tx: Tx,
  { issuerId, recipientId }: Subscription,
  replaced: { id: string; at: Date },
): Promise<void> {
  const [there] = await findSubscriptions(tx, issuerId, { recipientId, id: replaced.id })
  if (!there) {
    throw new HubError('invalid', {
      detail: 'replaces must be a subscription of that tenant.',
      extra: { errors: [{ path: '/replaces', message: 'must be a subscription of that tenant' }] },
    })
  }
  if ((await endSubscription(tx, issuerId, replaced)) > 0) return
  throw new HubError('conflict', {
    detail: 'What was to be replaced has ended meanwhile: look again.',
    extra: { errors: [{ path: '/replaces', message: 'has ended meanwhile' }] },
  })
}

function alreadyLive(error: unknown): never {
  if (sqlState(error) !== '23505') throw error
  throw new HubError('conflict', {
    detail: 'That tenant has a live subscription already: end it first.',
    extra: { errors: [{ path: '/recipient_id', message: 'has a live subscription already' }] },
  })
}
