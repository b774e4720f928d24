import type { Database } from '../platform/db/database.ts'
import { findAllIds, findChain, findChildIds, findIdsWithin, findIssuerIds } from './tenant-repository.ts'

/** How long an answer is kept, in milliseconds. Parents never change and tenants are never deleted. */
const KEEP = 60_000

/** The tree of tenants, read before (or beside) any tenant's own rows. Holds ids only. */
export class TenantDirectory {
  readonly #database: Database
  readonly #chains = new Map<string, { until: number; chain: string[] }>()

  constructor({ database }: { database: Database }) {
    this.#database = database
  }

  /** The tenant, its parent and so on up to the agency. Empty for an unknown tenant. */
  async chainOf(tenantId: string): Promise<string[]> {
    const kept = this.#chains.get(tenantId)
    if (kept && kept.until > Date.now()) return kept.chain
    const chain = await this.#database.outside(() =>
      this.#database.inDirectory((tx) => findChain(tx, tenantId)),
    )
    if (chain.length > 0) this.#chains.set(tenantId, { until: Date.now() + KEEP, chain })
    return chain
  }

  async parentOf(tenantId: string): Promise<string | null> {
    return (await this.chainOf(tenantId))[1] ?? null
  }

  /** True also for the tenant itself. */
  async isWithin(ancestorId: string, tenantId: string): Promise<boolean> {
    return (await this.chainOf(tenantId)).includes(ancestorId)
  }

  /** The tenant and all that are below it. */
  idsWithin(ancestorId: string): Promise<string[]> {
    return this.#database.outside(() => this.#database.inDirectory((tx) => findIdsWithin(tx, ancestorId)))
  }

  childIds(parentId: string): Promise<string[]> {
    return this.#database.outside(() => this.#database.inDirectory((tx) => findChildIds(tx, parentId)))
  }

  allIds(): Promise<string[]> {
    return this.#database.outside(() => this.#database.inDirectory((tx) => findAllIds(tx)))
  }

  /** All tenants that may have others under them. */
  issuerIds(): Promise<string[]> {
    return this.#database.outside(() => this.#database.inDirectory((tx) => findIssuerIds(tx)))
  }
}
