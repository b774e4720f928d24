import { ReauthRequired, RetryLater } from '@askpro/plugin-sdk'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import type { LoadedPlugin } from '../catalog/catalog-entry.ts'
import type { ConnectionRef } from './connection.ts'
import { findConnection } from './connection-repository.ts'
import { oauthEndpoints, requestTokens } from './oauth-endpoints.ts'
import { openTokens, sealTokens, type Tokens } from './sealed-settings.ts'
import { claimRefresh, finishRefresh } from './token-repository.ts'

/** Milliseconds before its end at which a token counts as used up. */
const MARGIN = 60_000
const WAIT = { step: 100, atMost: 15_000 }

export interface TokenSource {
  loaded: LoadedPlugin
  /** With secrets in clear. */
  settings: Readonly<Record<string, unknown>>
  fetch: typeof fetch
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

  async store(ref: ConnectionRef, tokens: Tokens): Promise<void> {
    const sealed = sealTokens(this.#box, ref, tokens)
    await this.#database.inTenant(ref.tenantId, (tx) => finishRefresh(tx, ref, sealed))
  }

  async #fresh(ref: ConnectionRef, source: TokenSource): Promise<string> {
    for (let waited = 0; waited <= WAIT.atMost; waited += WAIT.step) {
      const tokens = await this.#read(ref)
      if (tokens.expiresAt - MARGIN > Date.now()) return tokens.accessToken
      const mine = await this.#database.inTenant(ref.tenantId, (tx) => claimRefresh(tx, ref))
      if (mine) return this.#refresh(ref, source)
      await new Promise((resolve) => setTimeout(resolve, WAIT.step))
    }
    throw new RetryLater('another process has been refreshing the access token for too long')
  }

  /** Reads once more under the claim: the tokens may have been renewed while it was won. */
  async #refresh(ref: ConnectionRef, source: TokenSource): Promise<string> {
    try {
      const current = await this.#read(ref)
      if (current.expiresAt - MARGIN > Date.now()) return current.accessToken
      const renewed = await requestTokens(source, oauthEndpoints(source).token, {
        grant_type: 'refresh_token',
        refresh_token: current.refreshToken,
      })
      // Most providers keep the refresh token and leave it out of the answer.
      const tokens = { ...renewed, refreshToken: renewed.refreshToken || current.refreshToken }
      await this.store(ref, tokens)
      return tokens.accessToken
    } finally {
      await this.#database.inTenant(ref.tenantId, (tx) => finishRefresh(tx, ref))
    }
  }

  async #read(ref: ConnectionRef): Promise<Tokens> {
    const connection = await this.#database.inTenant(ref.tenantId, (tx) => findConnection(tx, ref))
    if (!connection?.tokens) throw new ReauthRequired('nobody has given consent yet')
    return openTokens(this.#box, ref, connection.tokens)
  }
}
