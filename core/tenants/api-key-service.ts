import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { RecentReads } from '../platform/db/recent-reads.ts'
import { HubError } from '../platform/errors.ts'
import type { Actor } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import { makeApiKey, parseApiKey, secretMatches } from './api-key.ts'
import {
  type ApiKeyRow,
  type DirectoryKey,
  findApiKeys,
  findDirectoryKeys,
  insertApiKey,
  revokeApiKey,
} from './api-key-repository.ts'
import type { TenantDirectory } from './tenant-directory.ts'

export interface ApiKeyRequest {
  name: string
  /** `noun:read`, `noun:write`, `noun:*` or `*`. */
  scopes: string[]
  /** Epoch milliseconds; undefined never expires. */
  expiresAt?: number | undefined
}

export interface Credentials {
  authorization: string | undefined
  /** The `X-Tenant-Id` header. */
  tenantId: string | undefined
}

const UNAUTHENTICATED = 'Send Authorization: Bearer <API key>; the key may be mistyped, expired or revoked.'
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

export class ApiKeyService {
  readonly #database: Database
  readonly #directory: TenantDirectory
  readonly #clock: Clock
  readonly #recent = new RecentReads<DirectoryKey>()
  readonly #read = (publicIds: readonly string[]) => findDirectoryKeys(this.#database, publicIds)

  constructor({
    database,
    directory,
    clock,
  }: { database: Database; directory: TenantDirectory; clock: Clock }) {
    this.#database = database
    this.#directory = directory
    this.#clock = clock
  }

  /** The key itself is in the answer once and never again. */
  async issue(tenantId: string, request: ApiKeyRequest): Promise<{ id: string; key: string }> {
    const made = makeApiKey()
    const id = newId()
    const row = {
      tenantId,
      id,
      public_id: made.id,
      name: request.name,
      scopes: request.scopes,
      secretHash: made.secretHash,
      created_at: new Date(this.#clock.now()),
      expires_at: request.expiresAt === undefined ? null : new Date(request.expiresAt),
    }
    await this.#database.inTenant(tenantId, (tx) => insertApiKey(tx, row))
    return { id, key: made.key }
  }

  list(tenantId: string): Promise<ApiKeyRow[]> {
    return this.#database.inTenant(tenantId, (tx) => findApiKeys(tx, tenantId))
  }

  /** Once it resolves no process takes the key any more. */
  async revoke(tenantId: string, id: string): Promise<void> {
    const at = new Date(this.#clock.now())
    const found = await this.#database.inTenant(tenantId, (tx) => {
      tx.afterCommit(RecentReads.outlived)
      return revokeApiKey(tx, { tenantId, id, at })
    })
    if (!found) throw new HubError('not_found')
  }

  /** Expiry is real time. */
  async authenticate({ authorization, tenantId }: Credentials): Promise<{ actor: Actor; tenantId: string }> {
    const parsed = parseApiKey(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
    if (!parsed) throw new HubError('unauthenticated', { detail: UNAUTHENTICATED })
    const key = await this.#recent.getTogether(parsed.id, this.#read)
    const live = key && !key.revoked_at && (!key.expires_at || key.expires_at.getTime() > Date.now())
    if (!live || !secretMatches(parsed.secret, key.secret_hash)) {
      throw new HubError('unauthenticated', { detail: UNAUTHENTICATED })
    }
    const actor = { keyId: key.id, ownTenantId: key.tenant_id, scopes: key.scopes }
    const own = key.tenant_id
    return { actor, tenantId: tenantId === undefined ? own : await this.#actingTenant(own, tenantId) }
  }

  /** A key acts for its own tenant, or for one below it named by `X-Tenant-Id`. A foreign one is not there. */
  async #actingTenant(own: string, named: string): Promise<string> {
    if (named === own) return own
    const known = UUID.test(named) && (await this.#directory.isWithin(own, named.toLowerCase()))
    if (!known) throw new HubError('not_found', { detail: 'X-Tenant-Id names no tenant of yours.' })
    return named.toLowerCase()
  }
}
