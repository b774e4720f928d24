import { createHash, randomBytes } from 'node:crypto'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { Connection, ConnectionRef } from './connection.ts'
import type { ConnectionService } from './connection-service.ts'
import { oauthEndpoints, oauthOf, requestTokens } from './oauth-endpoints.ts'
import type { OAuthTokens } from './oauth-tokens.ts'
import { providerProblem } from './provider-problem.ts'
import type { Tokens } from './sealed-settings.ts'
import { insertConsentState, takeConsentState } from './token-repository.ts'
import type { TokenSource } from './token-source.ts'

/** Milliseconds an admin has for the provider's consent page. Real time. */
const PATIENCE = 15 * 60_000

export interface OAuthConsentParts {
  database: Database
  box: SecretBox
  host: PluginHost
  tokens: OAuthTokens
  connections: ConnectionService
  publicUrl: () => string
}

/** What the consent page sent the browser back with. */
export interface ConsentReturn {
  state: string
  code?: string | undefined
  error?: string | undefined
}

/** The way to the provider's consent page and back: authorization code with PKCE (RFC 7636). */
export class OAuthConsent {
  readonly #parts: OAuthConsentParts

  constructor(parts: OAuthConsentParts) {
    this.#parts = parts
  }

  /** Address of the consent page for the admin's browser. */
  async begin(ref: ConnectionRef): Promise<string> {
    const source = await this.#sourceOf(ref)
    const [state, verifier] = [token(), token()]
    await this.#remember(ref, state, verifier)
    const url = oauthEndpoints(source).authorize
    const { authorize_params: more, scopes } = oauthOf(source)
    const query = {
      ...more,
      response_type: 'code',
      client_id: String(source.settings.client_id),
      redirect_uri: this.#redirectUri(),
      scope: scopes.join(' '),
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }

  /** The browser is back. Stores the tokens and proves them. */
  async finish(back: ConsentReturn): Promise<Connection> {
    const { database, box, tokens, connections } = this.#parts
    const consent = await database.inDirectory((tx) => takeConsentState(tx, hashOf(back.state), new Date()))
    if (!consent)
      throw new HubError('invalid', { detail: 'This consent link was used or is too old: connect again.' })
    if (!back.code)
      throw new HubError('invalid', { detail: `No consent was given (${back.error ?? 'no code'}).` })
    const ref = { tenantId: consent.tenantId, connectionId: consent.connectionId }
    const verifier = box.open(placeOfVerifier(ref), consent.verifier)
    await tokens.store(ref, await this.#exchange(ref, back.code, verifier))
    return connections.check(ref)
  }

  async #exchange(ref: ConnectionRef, code: string, verifier: string): Promise<Tokens> {
    const source = await this.#sourceOf(ref)
    const grant = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.#redirectUri(),
      code_verifier: verifier,
    }
    const granted = await requestTokens(source, grant).catch(providerProblem)
    if (granted.refreshToken !== '') return granted
    throw new HubError('invalid', {
      detail: 'The provider gave no refresh token: remove the old consent there first.',
    })
  }

  async #sourceOf(ref: ConnectionRef): Promise<TokenSource> {
    const { loaded, ctx } = await this.#parts.host.bind(ref).catch(providerProblem)
    const { auth, name } = loaded.manifest
    if (auth.kind !== 'oauth2')
      throw new HubError('invalid', { detail: `${name} is connected with a key, not by consent.` })
    return { loaded, settings: ctx.settings, fetch: ctx.fetch }
  }

  /** Whoever reads the table can neither finish somebody's consent nor redeem a code. */
  async #remember(ref: ConnectionRef, state: string, verifier: string): Promise<void> {
    const { database, box } = this.#parts
    const consent = {
      ...ref,
      verifier: box.seal(placeOfVerifier(ref), verifier),
      expiresAt: new Date(Date.now() + PATIENCE),
    }
    await database.outside(() => database.inDirectory((tx) => insertConsentState(tx, hashOf(state), consent)))
  }

  #redirectUri(): string {
    return `${this.#parts.publicUrl()}/oauth/callback`
  }
}

const token = (): string => randomBytes(32).toString('base64url')

const hashOf = (state: string): string => createHash('sha256').update(state).digest('base64url')

const placeOfVerifier = ({ tenantId, connectionId }: ConnectionRef) => ({
  tenantId,
  table: 'directory_oauth_states',
  column: 'verifier',
  rowId: connectionId,
})
