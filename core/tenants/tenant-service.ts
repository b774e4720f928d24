import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { versionConflict } from '../platform/version-conflict.ts'
import { type Language, mayContain, type Tenant, type TenantKind } from './tenant.ts'
import type { TenantDirectory } from './tenant-directory.ts'
import { findTenants, insertTenant, lockFirstAgency, updateTenant } from './tenant-repository.ts'
import { requireZone } from './zone.ts'

export interface NewTenant {
  kind: TenantKind
  name: string
  zone: string
  currency: string
  language: Language
}

export class TenantService {
  readonly #database: Database
  readonly #directory: TenantDirectory
  readonly #clock: Clock

  constructor({
    database,
    directory,
    clock,
  }: { database: Database; directory: TenantDirectory; clock: Clock }) {
    this.#database = database
    this.#directory = directory
    this.#clock = clock
  }

  /**
   * The root of a tree. Only the operator makes one (first start, command line). With an id that was made before, it
   * can be written in one transaction with other rows of the agency's.
   */
  async createAgency(fields: Omit<NewTenant, 'kind'>, id = newId()): Promise<Tenant> {
    const tenant = this.#new(null, { ...fields, kind: 'agency' }, id)
    await this.#database.inTenant(id, (tx) => insertTenant(tx, tenant))
    return tenant
  }

  /**
   * The agency of an empty database, in one transaction with what `more` writes for it. Undefined where there is one
   * already, also when several processes ask at the same moment.
   */
  createFirstAgency<T>(
    fields: Omit<NewTenant, 'kind'>,
    more: (agency: Tenant) => Promise<T>,
  ): Promise<T | undefined> {
    const id = newId()
    return this.#database.inTenant(id, async (tx) => {
      await lockFirstAgency(tx)
      if ((await this.#directory.issuerIds()).length > 0) return undefined
      return more(await this.createAgency(fields, id))
    })
  }

  async createChild(parentId: string, tenant: NewTenant): Promise<Tenant> {
    const parent = await this.get(parentId)
    if (!mayContain(parent.kind, tenant.kind)) {
      throw new HubError('invalid', { detail: `A ${parent.kind} cannot have a ${tenant.kind} under it.` })
    }
    const child = this.#new(parentId, tenant, newId())
    // The new tenant is not the one acted for: its rows need a scope, and so a transaction, of their own.
    await this.#database.outside(() => this.#database.inTenant(child.id, (tx) => insertTenant(tx, child)))
    return child
  }

  async get(tenantId: string): Promise<Tenant> {
    const [tenant] = await this.#database.inTenant(tenantId, (tx) => findTenants(tx, [tenantId]))
    if (!tenant) throw new HubError('not_found')
    return tenant
  }

  /** A tenant as its ancestor sees it. */
  async getWithin(ancestorId: string, tenantId: string): Promise<Tenant> {
    if (!(await this.#directory.isWithin(ancestorId, tenantId))) throw new HubError('not_found')
    return this.#readList([tenantId]).then(([tenant]) => tenant ?? Promise.reject(new HubError('not_found')))
  }

  async children(parentId: string): Promise<Tenant[]> {
    const ids = await this.#directory.childIds(parentId)
    return ids.length === 0 ? [] : this.#readList(ids)
  }

  /** These tenants and all below them, in this order; each once. */
  async within(ancestorIds: readonly string[]): Promise<Tenant[]> {
    const ids = (await Promise.all(ancestorIds.map((id) => this.#directory.idsWithin(id)))).flat()
    if (ids.length === 0) return []
    const found = new Map((await this.#readList([...new Set(ids)])).map((tenant) => [tenant.id, tenant]))
    return [...new Set([...ancestorIds, ...found.keys()])].flatMap((id) => found.get(id) ?? [])
  }

  /** A `version` in it is the one to be changed; throws `version_conflict` where it is another by now. */
  async update(
    ancestorId: string,
    tenantId: string,
    change: Partial<Pick<Tenant, 'name' | 'zone' | 'language' | 'version'>>,
  ): Promise<Tenant> {
    if (change.zone) requireZone(change.zone)
    if (!(await this.#directory.isWithin(ancestorId, tenantId))) throw new HubError('not_found')
    const touched = await this.#database.outside(() =>
      this.#database.inTenant(tenantId, (tx) => updateTenant(tx, tenantId, change)),
    )
    const present = await this.getWithin(ancestorId, tenantId)
    if (touched > 0) return present
    throw versionConflict('tenant', present.version)
  }

  /** An explicit list of tenants, never the wall switched off. */
  #readList(ids: string[]): Promise<Tenant[]> {
    return this.#database.outside(() => this.#database.inTenant(ids, (tx) => findTenants(tx, ids)))
  }

  #new(parentId: string | null, fields: NewTenant, id: string): Tenant {
    requireZone(fields.zone)
    return { ...fields, id, parentId, version: 1, createdAt: new Date(this.#clock.now()) }
  }
}
