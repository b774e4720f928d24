import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import { HubError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Language } from '../tenants/index.ts'
import { emailHash, requireEmail } from './email.ts'
import type { PasswordHasher } from './password.ts'
import { requireGoodPassword } from './password-rules.ts'
import type { Role } from './role.ts'
import type { Account, Member } from './user.ts'
import { findAccount, findMember, insertAccount, insertMember } from './user-repository.ts'

export interface NewUser {
  name: string
  email: string
  password: string
  language: Language
  role: Role
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
    more: (tx: Tx) => Promise<void> = async () => {},
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
      await more(tx)
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
