import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import type { Language, TenantService } from '../tenants/index.ts'
import { deleteSetupLinks, findLink, insertLink, useLink } from './link-repository.ts'
import { newToken, tokenHash } from './token.ts'
import type { Member } from './user.ts'
import { findAgenciesWithoutOwner } from './user-repository.ts'
import type { NewUser, UserService } from './user-service.ts'

/** Milliseconds of real time. Each start prints a new one as long as nobody has used any. */
const GOOD_FOR = 24 * 3_600_000

export interface FirstOwnerParts {
  database: Database
  users: UserService
  tenants: TenantService
}

/** What somebody new says of themselves; else it is as in their tenant. */
interface Chosen {
  language?: Language | undefined
}

export interface SetupLink {
  agency: string
  token: string
}

/** How an agency gets its first owner: by a link that only those see who run the hub. */
export class FirstOwner {
  readonly #parts: FirstOwnerParts

  constructor(parts: FirstOwnerParts) {
    this.#parts = parts
  }

  /** A new link for each agency that nobody can sign in to as its owner. */
  async links(): Promise<SetupLink[]> {
    const ids = await this.#parts.database.inDirectory(findAgenciesWithoutOwner)
    return Promise.all(ids.map((id) => this.#linkFor(id)))
  }

  /** Throws `not_found` for a link that was used or is too old. */
  async use(token: string, user: Omit<NewUser, 'role' | 'language'> & Chosen): Promise<Member> {
    const link = await findLink(this.#parts.database, tokenHash(token))
    if (link?.kind !== 'setup' || link.expiresAt.getTime() <= Date.now()) throw used()
    const { tenantId } = link
    const language = user.language ?? (await this.#parts.tenants.get(tenantId)).language
    return this.#parts.users.create(tenantId, { ...user, language, role: 'agency_owner' }, async (tx) => {
      if (!(await useLink(tx, tokenHash(token)))) throw used()
      await deleteSetupLinks(tx, tenantId)
    })
  }

  async #linkFor(tenantId: string): Promise<SetupLink> {
    const token = newToken()
    const now = Date.now()
    const link = { kind: 'setup', tenantId, subjectId: null, expiresAt: new Date(now + GOOD_FOR) } as const
    await this.#parts.database.inDirectory((tx) => insertLink(tx, tokenHash(token), link, new Date(now)))
    return { agency: (await this.#parts.tenants.get(tenantId)).name, token }
  }
}

const used = (): HubError =>
  new HubError('not_found', {
    detail: 'This link was used or is too old. A start of the hub prints a new one.',
  })
