import { ReauthRequired, RetryLater } from '@askpro/plugin-sdk'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { ConnectionRef } from './connection.ts'
import { findConnection } from './connection-repository.ts'
import { requireReadable } from './lost-secrets.ts'
import { requestTokens } from './oauth-endpoints.ts'
import { openTokens, sealTokens, type Tokens } from './sealed-settings.ts'
import { claimRefresh, endRefresh, replaceTokens } from './token-repository.ts'
import type { TokenSource } from './token-source.ts'

/** Milliseconds before its end at which a token counts as used up. */
const MARGIN = 60_000
/** Milliseconds for which a token is new: one that is refused so soon will not be replaced by a better one. */
const NEW = 60_000
const WAIT = { step: 100, atMost: 15_000 }

const LOST = 'Its consent was sealed under another master key: give it again.'

interface StoredTokens extends Tokens {
  /** As it stands in the row: tells whether the row is still the same. */
  sealed: string
}

/**
 * Access tokens that are good for at least another minute. Of many that need a new one, over all processes, one
 * refreshes; the others wait and read what it stored. Parallel refreshes are how connections die: some providers
 * take the second use of a refresh token for theft.
 */
export class OAuthTokens {
  readonly #database: Database
  readonly #box: SecretBox
  readonly #running = new Map<string, Promise<string>>()

  constructor({ database, box }: { database: Database; box: SecretBox }) {
    this.#database = database
    this.#box = box
  }

  accessToken(ref: ConnectionRef, source: TokenSource): Promise<string> {
    const running = this.#running.get(ref.connectionId)
    if (running) return running
    const started = this.#fresh(ref, source).finally(() => this.#running.delete(ref.connectionId))
    this.#running.set(ref.connectionId, started)
    return started
  }

  /** Of a new consent. */
  async store(ref: ConnectionRef, tokens: Tokens): Promise<void> {
    await this.#replace(ref, null, tokens)
  }

  /**
   * The provider refused an access token before its end. True when it is worth asking for another one, which the
   * next call will do; only the token endpoint can say that a consent is over.
   */
  async spend(ref: ConnectionRef): Promise<boolean> {
    const tokens = await this.#read(ref).catch(() => undefined)
    if (!tokens || !isGood(tokens) || isNew(tokens)) return false
    const { sealed, ...used } = tokens
    await this.#replace(ref, sealed, { ...used, expiresAt: 0 })
    return true
  }

  async #fresh(ref: ConnectionRef, source: TokenSource): Promise<string> {
    for (let waited = 0; waited <= WAIT.atMost; waited += WAIT.step) {
      const tokens = await this.#read(ref)
      if (isGood(tokens)) return tokens.accessToken
      const claim = await this.#database.inTenant(ref.tenantId, (tx) => claimRefresh(tx, ref))
      if (claim !== undefined) return this.#refreshUnder(claim, ref, source)
      await new Promise((resolve) => setTimeout(resolve, WAIT.step))
    }
    throw new RetryLater('another process has been refreshing the access token for too long')
  }

  async #refreshUnder(claim: string, ref: ConnectionRef, source: TokenSource): Promise<string> {
    try {
      // They may have been renewed while the claim was won.
      const current = await this.#read(ref)
      return isGood(current) ? current.accessToken : await this.#refresh(ref, source, current)
    } finally {
      await this.#database.inTenant(ref.tenantId, (tx) => endRefresh(tx, ref, claim))
    }
  }

  async #refresh(ref: ConnectionRef, source: TokenSource, current: StoredTokens): Promise<string> {
    const grant = { grant_type: 'refresh_token', refresh_token: current.refreshToken }
    try {
      const renewed = await requestTokens(source, grant)
      // Most providers keep the refresh token and leave it out of the answer.
      const tokens = { ...renewed, refreshToken: renewed.refreshToken || current.refreshToken }
      await this.#replace(ref, current.sealed, tokens)
      return tokens.accessToken
    } catch (error) {
      // A refresher that was slower than its lease may have used this refresh token up, and stored its successor.
      const now = error instanceof ReauthRequired ? await this.#read(ref) : undefined
      if (now && now.sealed !== current.sealed && isGood(now)) return now.accessToken
      throw error
    }
  }

  async #replace(ref: ConnectionRef, before: string | null, tokens: Tokens): Promise<void> {
    const after = sealTokens(this.#box, ref, tokens)
    await this.#database.inTenant(ref.tenantId, (tx) => replaceTokens(tx, ref, { before, after }))
  }

  async #read(ref: ConnectionRef): Promise<StoredTokens> {
    const connection = await this.#database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection?.tokens) throw new ReauthRequired('nobody has given consent yet')
    requireReadable(this.#box, connection.tokens, LOST)
    return { ...openTokens(this.#box, ref, connection.tokens), sealed: connection.tokens }
  }
}

/** What lies ahead was obtained by a process whose clock is: how old it is nobody can say, so it is worth another one. */
function isNew({ obtainedAt }: Tokens): boolean {
  const age = Date.now() - obtainedAt
  return age >= 0 && age < NEW
}

const isGood = ({ expiresAt }: Tokens): boolean => expiresAt - MARGIN > Date.now()
