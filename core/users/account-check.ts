import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { emailHash } from './email.ts'
import type { PasswordHasher } from './password.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'
import type { Account } from './user.ts'
import { findAccount, findAccountByEmail } from './user-repository.ts'

export interface AccountCheckParts {
  database: Database
  hasher: PasswordHasher
  throttle: SignInThrottle
}

/** Whether somebody knows the password of an account: the only place where one is compared, and slowed. */
export class AccountCheck {
  readonly #parts: AccountCheckParts

  constructor(parts: AccountCheckParts) {
    this.#parts = parts
  }

  /**
   * Whoever proves it gets what `more` says, which may refuse as well; only then the attempt is not counted as a guess.
   * Throws `wrong_credentials`, for an unknown address after the same work, and `rate_limited`.
   */
  async byEmail<T>(
    email: string,
    given: { password: string; address: string },
    more: (account: Account) => Promise<T>,
  ): Promise<T> {
    const hash = emailHash(email)
    const find = () => findAccountByEmail(this.#parts.database, hash)
    return this.#prove({ ...given, account: hash.toString('base64url'), find }, more)
  }

  /** Of somebody who is signed in. */
  async byId<T>(
    userId: string,
    given: { password: string; address: string },
    more: (account: Account) => Promise<T>,
  ): Promise<T> {
    const find = () => findAccount(this.#parts.database, userId)
    return this.#prove({ ...given, account: userId, find }, more)
  }

  async #prove<T>(
    given: {
      password: string
      address: string
      account: string
      find: () => Promise<Account | undefined>
    },
    more: (account: Account) => Promise<T>,
  ): Promise<T> {
    const { hasher, throttle } = this.#parts
    await throttle.take(given)
    const account = await given.find()
    const proven = await hasher.verify(given.password, account?.passwordHash)
    if (!account || !proven)
      throw new HubError('wrong_credentials', { detail: 'Try again, or ask for a new link.' })
    const result = await more(account)
    await throttle.forgive(given)
    return result
  }
}
