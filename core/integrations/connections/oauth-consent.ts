import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import type { Connection, ConnectionRef } from './connection.ts'
import type { ConnectionService } from './connection-service.ts'
import { oauthEndpoints, oauthOf, requestTokens } from './oauth-endpoints.ts'
import type { OAuthTokens, TokenSource } from './oauth-tokens.ts'
import { insertConsentState, takeConsentState } from './token-repository.ts'

/** Milliseconds an admin has for the provider's consent page. Real time. */
const PATIENCE = 15 * 60_000

export interface OAuthConsentParts {
  database: Database
  host: PluginHost
  tokens: OAuthTokens
  connections: ConnectionService
  publicUrl: () => string
}

/** The way to the provider's consent page and back: authorization code with PKCE (RFC 7636). */
export class OAuthConsent {
  readonly #parts: OAuthConsentParts

  constructor(parts: OAuthConsentParts) {
    this.#parts = parts
  }

  /** Address of the consent page for the admin's browser. */
  async begin(ref: ConnectionRef): Promise<string> {
    const source = asSource(await this.#parts.host.bind(ref))
    const auth = oauthOf(source)
    const [state, verifier] = [token(), token()]
    const expiresAt = new Date(Date.now() + PATIENCE)
    await this.#parts.database.outside(() =>
      this.#parts.database.inDirectory((tx) =>
        insertConsentState(tx, state, { ...ref, verifier, expiresAt }),
      ),
    )
    const url = oauthEndpoints(source).authorize
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: String(source.settings.client_id),
      redirect_uri: this.#redirectUri(),
      scope: auth.scopes.join(' '),
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...auth.authorize_params,
    }).toString()
    return url.href
  }

  /** The browser is back. Stores the tokens and proves them. */
  async finish(back: {
    state: string
    code?: string | undefined
    error?: string | undefined
  }): Promise<Connection> {
    const { database, host, tokens, connections } = this.#parts
    const consent = await database.inDirectory((tx) => takeConsentState(tx, back.state, new Date()))
    if (!consent)
      throw new HubError('invalid', { detail: 'This consent link was used or is too old: connect again.' })
    if (!back.code)
      throw new HubError('invalid', { detail: `No consent was given (${back.error ?? 'no code'}).` })
    const ref = { tenantId: consent.tenantId, connectionId: consent.connectionId }
    const source = asSource(await host.bind(ref))
    const granted = await requestTokens(source, oauthEndpoints(source).token, {
      grant_type: 'authorization_code',
      code: back.code,
      redirect_uri: this.#redirectUri(),
      code_verifier: consent.verifier,
    })
    if (granted.refreshToken === '') {
      throw new HubError('invalid', {
        detail: 'The provider gave no refresh token: remove the old consent there first.',
      })
    }
    await tokens.store(ref, granted)
    return connections.check(ref)
  }

  #redirectUri(): string {
    return `${this.#parts.publicUrl()}/oauth/callback`
  }
}

const token = (): string => randomBytes(32).toString('base64url')

const asSource = ({ loaded, ctx }: BoundPlugin): TokenSource => ({
  loaded,
  settings: ctx.settings,
  fetch: ctx.fetch,
})
