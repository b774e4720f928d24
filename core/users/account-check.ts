import type { Database } from '../platform/db/database.ts'
import { HubError } from '../platform/errors.ts'
import { emailHash } from './email.ts'
import type { PasswordHasher } from './password.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Attempt, SignInThrottle } from './sign-in-throttle.ts'
import type { Account } from './user.ts'
import { findAccount, findAccountByEmail } from './user-repository.ts'

export interface AccountCheckParts {
  database: Database
  hasher: PasswordHasher
  throttle: SignInThrottle
  secondFactor: SecondFactor
}

/** What somebody claims to know. */
export interface Claim {
  password: string
  /** What guesses are counted under besides the account. */
  address: string
}

/** Whether somebody knows the password of an account: the only place where one is compared, and slowed. */
export class AccountCheck {
  readonly #parts: AccountCheckParts

  constructor(parts: AccountCheckParts) {
    this.#parts = parts
  }

  /**
   * Throws `wrong_credentials`, for an unknown address after the same work, `second_factor_required` where there is one
   * and `code` is missing, wrong or used, and `rate_limited`.
   */
  byEmail(email: string, claim: Claim & { code?: string | undefined }): Promise<Account> {
    const hash = emailHash(email)
    const counted = { account: hash.toString('base64url'), address: claim.address }
    return this.#counted(counted, async () => {
      const account = await findAccountByEmail(this.#parts.database, hash)
      const proven = await this.#prove(account, claim)
      if (proven.totpSecret === null) return proven
      return claim.code === undefined ? 'no code' : this.#proveCode(proven, claim.code)
    })
  }

  /** Of somebody who is signed in: the password alone. */
  byId(userId: string, claim: Claim): Promise<Account> {
    return this.#counted({ account: userId, address: claim.address }, async () =>
      this.#prove(await findAccount(this.#parts.database, userId), claim),
    )
  }

  /** A failure stays counted; one that only lacks a code is neither a guess nor a proof. */
  async #counted(attempt: Attempt, look: () => Promise<Account | 'no code'>): Promise<Account> {
    const { throttle } = this.#parts
    await throttle.take(attempt)
    const found = await look()
    if (found === 'no code') {
      await throttle.giveBack(attempt)
      throw new HubError('second_factor_required', {
        detail: 'Send a code of the authenticator app as well.',
      })
    }
    await throttle.forgive(attempt)
    return found
  }

  async #prove(account: Account | undefined, { password }: Claim): Promise<Account> {
    const proven = await this.#parts.hasher.verify(password, account?.passwordHash)
    if (account && proven) return account
    throw new HubError('wrong_credentials', { detail: 'Try again, or ask for a link to set a new password.' })
  }

  async #proveCode(account: Account, code: string): Promise<Account> {
    if (await this.#parts.secondFactor.spend(account, code)) return account
    throw new HubError('second_factor_required', {
      detail: 'The code is wrong or was used already: wait for the next one, or take a recovery code.',
    })
  }
}
