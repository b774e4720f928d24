import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Language } from '../tenants/index.ts'
import { emailHash, requireEmail } from './email.ts'
import { deleteLinksTo } from './link-repository.ts'
import type { PasswordHasher } from './password.ts'
import { requireGoodPassword } from './password-rules.ts'
import type { Role } from './role.ts'
import type { Account, Member, MemberRef } from './user.ts'
import {
  findAccount,
  findMember,
  findMemberships,
  insertAccount,
  insertMember,
  setLanguage,
  setName,
  setPassword,
} from './user-repository.ts'

export interface NewUser {
  name: string
  email: string
  password: string
  language: Language
  role: Role
}

export interface ProfileChange {
  name?: string | undefined
  language?: Language | undefined
}

export interface UserServiceParts {
  database: Database
  hasher: PasswordHasher
  clock: Clock
}

/** People and what they are in each tenant. */
export class UserService {
  readonly #parts: UserServiceParts

  constructor(parts: UserServiceParts) {
    this.#parts = parts
  }

  /** Somebody new in the tenant; `more` is written in the same transaction, before it. */
  async create(
    tenantId: string,
    user: NewUser,
    more: (tx: Tx, userId: string) => Promise<void> = async () => {},
  ): Promise<Member> {
    const email = requireEmail(user.email)
    requireGoodPassword(user.password, [email, user.name])
    const passwordHash = await this.#parts.hasher.hash(user.password)
    const createdAt = new Date(this.#parts.clock.now())
    const userId = newId()
    const account = {
      id: userId,
      emailHash: emailHash(email),
      passwordHash,
      language: user.language,
      createdAt,
    }
    const member = { tenantId, userId, name: user.name.trim(), email, role: user.role, createdAt }
    await this.#parts.database.inTenant(tenantId, async (tx) => {
      await more(tx, userId)
      if (!(await insertAccount(tx, account))) throw taken()
      await insertMember(tx, member)
    })
    return member
  }

  /** Throws `not_found` for somebody who is no member. */
  async member(tenantId: string, userId: string): Promise<Member> {
    const member = await this.#parts.database.inTenant(tenantId, (tx) => findMember(tx, tenantId, userId))
    if (!member) throw new HubError('not_found')
    return member
  }

  /** Another password, if it is a good one. Sessions are not ended by it. */
  async setPassword(
    { tenantId, userId }: MemberRef,
    password: string,
    more: (tx: Tx) => Promise<void> = async () => {},
  ): Promise<void> {
    const { name, email } = await this.member(tenantId, userId)
    requireGoodPassword(password, [email, name])
    const passwordHash = await this.#parts.hasher.hash(password)
    await this.#parts.database.inDirectory(async (tx) => {
      await more(tx)
      await setPassword(tx, userId, passwordHash)
      await deleteLinksTo(tx, userId)
    })
  }

  /** In every tenant in which they are a member. */
  async change(userId: string, { name, language }: ProfileChange): Promise<void> {
    const { database } = this.#parts
    const held = await database.inDirectory(async (tx) => {
      if (language !== undefined) await setLanguage(tx, userId, language)
      return findMemberships(tx, userId)
    })
    if (name === undefined || held.length === 0) return
    const ids = held.map(({ tenantId }) => tenantId)
    await database.inTenant(ids, (tx) => setName(tx, userId, name.trim()))
  }

  /** As the first tenant knows them; undefined for nobody. */
  async nameOf(userId: string): Promise<string | undefined> {
    const [first] = await this.#parts.database.inDirectory((tx) => findMemberships(tx, userId))
    return first && (await this.member(first.tenantId, userId)).name
  }

  async account(userId: string): Promise<Account> {
    const account = await findAccount(this.#parts.database, userId)
    if (!account) throw new HubError('not_found')
    return account
  }
}

function taken(): HubError {
  const message = 'has an account already: sign in with it'
  return new HubError('invalid', {
    detail: 'There is an account under that address already.',
    extra: { errors: [{ path: '/email', message }] },
  })
}
