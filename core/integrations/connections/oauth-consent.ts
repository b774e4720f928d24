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
import { bindConsentState, insertConsentState, takeConsentState } from './token-repository.ts'
import type { TokenSource } from './token-source.ts'

/** Milliseconds an admin has for the provider's consent page. Real time. */
const PATIENCE = 15 * 60_000

/** Why a consent did not come about, as `consent` in the problem document. */
export const CONSENT_FAILURES = ['expired', 'other_browser', 'declined'] as const
export type ConsentFailure = (typeof CONSENT_FAILURES)[number]

const USED = 'This consent link was used or is too old: connect again.'
const OTHER_BROWSER = 'Come back in the browser in which the consent link was opened, or connect again.'

const noConsent = (consent: ConsentFailure, detail: string): HubError =>
  new HubError('invalid', { detail, extra: { consent } })

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
  /** What `start` gave this browser to keep; undefined where it has nothing of that. */
  browser: string | undefined
  code?: string | undefined
  error?: string | undefined
}

/** On the way to the provider. */
export interface ConsentStart {
  /** The provider's consent page. */
  url: string
  state: string
  /** For the browser to keep until it is back. */
  browser: string
}

/**
 * The way to the provider's consent page and back: authorization code with PKCE (RFC 7636). A consent counts only in the
 * browser that set out for it (RFC 6749, section 10.12), so that nobody can have somebody else finish theirs.
 */
export class OAuthConsent {
  readonly #parts: OAuthConsentParts

  constructor(parts: OAuthConsentParts) {
    this.#parts = parts
  }

  /** Address of the hub's own for the admin's browser; good for one. It leads on to the consent page. */
  async begin(ref: ConnectionRef): Promise<string> {
    await this.#sourceOf(ref)
    const ticket = token()
    await this.#remember(ref, ticket)
    return `${this.#parts.publicUrl()}/oauth/start?ticket=${ticket}`
  }

  /** The browser sets out. */
  async start(ticket: string): Promise<ConsentStart> {
    const { database, box } = this.#parts
    const [state, browser] = [token(), token()]
    const bound = { state: hashOf(state), browser: hashOf(browser), now: new Date() }
    const consent = await database.inDirectory((tx) => bindConsentState(tx, hashOf(ticket), bound))
    if (!consent) throw noConsent('expired', USED)
    const ref = { tenantId: consent.tenantId, connectionId: consent.connectionId }
    const verifier = box.open(placeOfVerifier(ref), consent.verifier)
    return { url: await this.#pageOf(ref, { state, verifier }), state, browser }
  }

  /** The browser is back. Stores the tokens and proves them. */
  async finish(back: ConsentReturn): Promise<Connection> {
    const { database, box, tokens, connections } = this.#parts
    const told = { state: hashOf(back.state), browser: hashOf(back.browser ?? ''), now: new Date() }
    const consent = await database.inDirectory((tx) => takeConsentState(tx, told))
    if (!consent) throw noConsent('expired', USED)
    if (consent === 'other_browser') throw noConsent('other_browser', OTHER_BROWSER)
    if (!back.code) throw noConsent('declined', `No consent was given (${back.error ?? 'no code'}).`)
    const ref = { tenantId: consent.tenantId, connectionId: consent.connectionId }
    const verifier = box.open(placeOfVerifier(ref), consent.verifier)
    await tokens.store(ref, await this.#exchange(ref, back.code, verifier))
    return connections.check(ref)
  }

  async #pageOf(
    ref: ConnectionRef,
    { state, verifier }: { state: string; verifier: string },
  ): Promise<string> {
    const source = await this.#sourceOf(ref)
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
  async #remember(ref: ConnectionRef, ticket: string): Promise<void> {
    const { database, box } = this.#parts
    const consent = {
      ...ref,
      verifier: box.seal(placeOfVerifier(ref), token()),
      expiresAt: new Date(Date.now() + PATIENCE),
    }
    await database.outside(() =>
      database.inDirectory((tx) => insertConsentState(tx, hashOf(ticket), consent)),
    )
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
