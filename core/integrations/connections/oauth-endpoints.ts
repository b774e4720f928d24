import { Misconfigured, type OAuth2Auth, ReauthRequired, RetryLater } from '@askpro/plugin-sdk'
import type { TokenSource } from './oauth-tokens.ts'
import type { Tokens } from './sealed-settings.ts'

interface TokenReply {
  access_token?: string
  refresh_token?: string
  expires_in?: number
  error?: string
  error_description?: string
}

/** RFC 6749, section 5.2: what will not get better by itself, by whose fault it is. */
const CLIENT_IS_WRONG = new Set(['invalid_client', 'unauthorized_client', 'redirect_uri_mismatch'])

export function oauthOf({ loaded }: TokenSource): OAuth2Auth {
  if (loaded.manifest.auth.kind === 'oauth2') return loaded.manifest.auth
  throw new Misconfigured('auth', `${loaded.manifest.name} is connected with a key, not by consent.`)
}

/** The manifest's addresses, moved to the origin that a setting names (a test server). */
export function oauthEndpoints(source: TokenSource): { authorize: URL; token: URL } {
  const auth = oauthOf(source)
  const base = auth.base_url_setting === undefined ? undefined : source.settings[auth.base_url_setting]
  const moved = (address: string): URL => {
    const url = new URL(address)
    return typeof base === 'string' && base !== '' ? new URL(url.pathname + url.search, base) : url
  }
  return { authorize: moved(auth.authorize_url), token: moved(auth.token_url) }
}

/** Throws ReauthRequired only on a definite `invalid_grant`; trouble on the way is RetryLater. */
export async function requestTokens(
  source: TokenSource,
  endpoint: URL,
  grant: Record<string, string>,
): Promise<Tokens> {
  const { client_id: clientId, client_secret: clientSecret } = source.settings
  const body = new URLSearchParams({
    ...grant,
    client_id: String(clientId),
    client_secret: String(clientSecret),
  })
  const askedAt = Date.now()
  const response = await source.fetch(endpoint, { method: 'POST', body })
  const reply = (await response.json().catch(() => ({}))) as TokenReply
  if (response.ok && reply.access_token) {
    return {
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token ?? '',
      expiresAt: askedAt + (reply.expires_in ?? 3_600) * 1_000,
    }
  }
  throw refusalOf(response.status, reply)
}

function refusalOf(status: number, reply: TokenReply): Error {
  const why = reply.error_description ?? reply.error ?? `the token endpoint answered ${status}`
  if (reply.error === 'invalid_grant') return new ReauthRequired(why)
  if (reply.error !== undefined && CLIENT_IS_WRONG.has(reply.error))
    return new Misconfigured('client_id', why)
  return new RetryLater(why)
}
