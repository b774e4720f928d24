import type { Database } from '../platform/db/database.ts'
import { RecentReads } from '../platform/db/recent-reads.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import type { Credentials } from '../platform/http/authenticator.ts'
import type { Actor } from '../platform/http/route.ts'
import { newId } from '../platform/ids.ts'
import type { TenantDirectory } from '../tenants/index.ts'
import type { AccountCheck } from './account-check.ts'
import { byMight, heldTogether, type Membership } from './role.ts'
import { ABSOLUTE_LIMIT, browserIn, IDLE_LIMIT, isOver, SEEN_EVERY, type Session } from './session.ts'
import {
  deleteSessionByToken,
  deleteSessions,
  findSession,
  findSessions,
  type HeldSession,
  insertSession,
  markSeen,
} from './session-repository.ts'
import { newToken, tokenHash } from './token.ts'
import type { Account } from './user.ts'

export interface SessionServiceParts {
  database: Database
  directory: TenantDirectory
  accounts: AccountCheck
}

export interface SignIn {
  email: string
  password: string
  code?: string | undefined
  /** What guesses are counted under besides the account. */
  address: string
  userAgent?: string | undefined
  /** The token of the session that the browser had until now: it ends. */
  before?: string | undefined
}

const OVER = 'Sign in again: the session has ended.'
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Who is signed in where. Times are real time. */
export class SessionService {
  readonly #parts: SessionServiceParts
  readonly #recent = new RecentReads<HeldSession>()

  constructor(parts: SessionServiceParts) {
    this.#parts = parts
  }

  /** Gives the token of a new session, for the browser alone. Throws as `AccountCheck` does. */
  async signIn(asked: SignIn): Promise<string> {
    return this.#begin(await this.#parts.accounts.byEmail(asked.email, asked), asked)
  }

  /** The same as for an API key, for what the cookie holds. */
  async authenticate({ session: token, tenantId }: Credentials): Promise<{ actor: Actor; tenantId: string }> {
    const session = await this.#live(token)
    if (!session) throw new HubError('unauthenticated', { detail: OVER })
    const named = tenantId ?? byMight(session.memberships)[0]?.tenantId ?? ''
    const held = heldTogether(await this.#reaching(session.memberships, named))
    if (!held) throw new HubError('not_found', { detail: 'X-Tenant-Id names no tenant of yours.' })
    const actor = {
      keyId: session.id,
      ownTenantId: held.tenantId,
      scopes: held.scopes,
      user: { id: session.userId, role: held.role },
    }
    return { actor, tenantId: named.toLowerCase() }
  }

  /** Tenants in which a user is a member, the one in which they may most first. */
  async memberships(token: string | undefined): Promise<Membership[]> {
    return byMight((await this.#live(token))?.memberships ?? [])
  }

  list(userId: string): Promise<Session[]> {
    return this.#inDirectory((tx) => findSessions(tx, userId))
  }

  /** Once it resolves no process takes the token any more. */
  async end(token: string): Promise<void> {
    await this.#inDirectory((tx) => {
      tx.afterCommit(RecentReads.outlived)
      return deleteSessionByToken(tx, tokenHash(token))
    })
  }

  /** All sessions of a user, or all but the one that is named. As `end`. */
  async endAll(userId: string, but?: string): Promise<void> {
    await this.#inDirectory((tx) => {
      tx.afterCommit(RecentReads.outlived)
      return deleteSessions(tx, userId, but === undefined ? {} : { but })
    })
  }

  /** Resolves once no process goes any more by what users were before now. */
  settled(): Promise<void> {
    return RecentReads.outlived()
  }

  async #begin(account: Account, { userAgent, before }: SignIn): Promise<string> {
    const token = newToken()
    const now = Date.now()
    const session = {
      id: newId(),
      userId: account.id,
      tokenHash: tokenHash(token),
      browser: browserIn(userAgent),
      createdAt: new Date(now),
      lastSeenAt: new Date(now),
      expiresAt: new Date(now + ABSOLUTE_LIMIT),
    }
    await this.#inDirectory(async (tx) => {
      if (before !== undefined) await deleteSessionByToken(tx, tokenHash(before))
      await insertSession(tx, session, new Date(now - IDLE_LIMIT))
    })
    return token
  }

  async #live(token: string | undefined): Promise<HeldSession | undefined> {
    if (token === undefined) return undefined
    const hash = tokenHash(token)
    const session = await this.#recent.get(hash.toString('base64url'), () =>
      findSession(this.#parts.database, hash),
    )
    const now = Date.now()
    if (!session || isOver(session, now)) return undefined
    await this.#markSeen(session, now)
    return session
  }

  /** Whoever comes in the same moment finds it marked. */
  async #markSeen(session: HeldSession, now: number): Promise<void> {
    if (now - session.lastSeenAt.getTime() < SEEN_EVERY) return
    session.lastSeenAt = new Date(now)
    await this.#inDirectory((tx) => markSeen(tx, session.id, new Date(now)))
  }

  /** Those that are held in the tenant or above it. None for a foreign one. */
  async #reaching(memberships: readonly Membership[], tenantId: string): Promise<Membership[]> {
    const chain = UUID.test(tenantId) ? await this.#parts.directory.chainOf(tenantId.toLowerCase()) : []
    return memberships.filter((membership) => chain.includes(membership.tenantId))
  }

  #inDirectory<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#parts.database.outside(() => this.#parts.database.inDirectory(work))
  }
}
