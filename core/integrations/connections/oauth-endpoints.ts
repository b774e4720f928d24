import { Misconfigured, type OAuth2Auth, ReauthRequired, RetryLater } from '@askpro/plugin-sdk'
import type { Tokens } from './sealed-settings.ts'
import type { TokenSource } from './token-source.ts'

interface TokenReply {
  access_token?: string
  refresh_token?: string
  expires_in?: number | string
  error?: string
  error_description?: string
}

export interface OAuthEndpoints {
  authorize: URL
  token: URL
  revoke: URL | undefined
}

/** RFC 6749, section 5.2: what will not get better by itself, by whose fault it is. */
const CLIENT_IS_WRONG = new Set(['invalid_client', 'unauthorized_client', 'redirect_uri_mismatch'])
/** Seconds that an access token is good for where the provider does not say. */
const USUAL_LIFE = 3_600

export function oauthOf({ loaded }: Pick<TokenSource, 'loaded'>): OAuth2Auth {
  if (loaded.manifest.auth.kind === 'oauth2') return loaded.manifest.auth
  throw new Misconfigured('auth', `${loaded.manifest.name} is connected with a key, not by consent.`)
}

/** The manifest's addresses, moved to the origin that a setting names (a test server). */
export function oauthEndpoints(source: Pick<TokenSource, 'loaded' | 'settings'>): OAuthEndpoints {
  const auth = oauthOf(source)
  const base = auth.base_url_setting === undefined ? undefined : source.settings[auth.base_url_setting]
  const moved = (address: string): URL => {
    const url = new URL(address)
    return typeof base === 'string' && base !== '' ? new URL(url.pathname + url.search, base) : url
  }
  return {
    authorize: moved(auth.authorize_url),
    token: moved(auth.token_url),
    revoke: auth.revoke_url === undefined ? undefined : moved(auth.revoke_url),
  }
}

/** Throws ReauthRequired only on a definite `invalid_grant`; trouble on the way is RetryLater. */
export async function requestTokens(source: TokenSource, grant: Record<string, string>): Promise<Tokens> {
  const { client_id: clientId, client_secret: clientSecret } = source.settings
  const body = new URLSearchParams({
    ...grant,
    client_id: String(clientId),
    client_secret: String(clientSecret),
  })
  const askedAt = Date.now()
  const response = await source.fetch(oauthEndpoints(source).token, { method: 'POST', body })
  const reply = ((await response.json().catch(() => undefined)) ?? {}) as TokenReply
  if (response.ok && reply.access_token) {
    return {
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token ?? '',
      obtainedAt: askedAt,
      expiresAt: askedAt + lifeOf(reply) * 1_000,
    }
  }
  throw refusalOf(response.status, reply)
}

/** Some providers write the number as text. */
function lifeOf({ expires_in: seconds }: TokenReply): number {
  const life = Number(seconds ?? USUAL_LIFE)
  return Number.isFinite(life) ? life : USUAL_LIFE
}

function refusalOf(status: number, reply: TokenReply): Error {
  const why = reply.error_description ?? reply.error ?? `the token endpoint answered ${status}`
  if (reply.error === 'invalid_grant') return new ReauthRequired(why)
  if (reply.error !== undefined && CLIENT_IS_WRONG.has(reply.error))
    return new Misconfigured('client_id', why)
  return new RetryLater(why)
}
