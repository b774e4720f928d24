import { randomBytes } from 'node:crypto'
import type { Handler, Reply, StandInContext } from '../engine/index.ts'
import type { AuthorizationCode, GoogleState } from './google-state.ts'

const tenMinutes = 600_000

/**
 * The consent screen, answered at once as the owner would (the control API can make him refuse): a redirect with
 * code and state. What the provider shows as an error page is plain text here.
 */
export const authorize: Handler<GoogleState> = (request, context) => {
  const { query } = request
  const redirectUri = query.get('redirect_uri') ?? ''
  const problem = pageProblem(query, redirectUri, context)
  if (problem) return { status: 400, headers: { 'content-type': 'text/plain' }, body: problem }
  if (context.state.consent === 'deny') return redirect(redirectUri, query, { error: 'access_denied' })
  const code = issueCode(query, redirectUri, context)
  context.state.codes.push(code)
  return redirect(redirectUri, query, { code: code.code, scope: code.scope })
}

function pageProblem(query: URLSearchParams, uri: string, { apiKeys }: StandInContext<GoogleState>) {
  if (query.get('client_id') !== apiKeys.google_client_id) return 'Error 401: invalid_client'
  if (!URL.canParse(uri)) return 'Error 400: redirect_uri_mismatch'
  if (query.get('response_type') !== 'code') return 'Error 400: unsupported_response_type'
  if (!query.get('scope')) return 'Error 400: invalid_request. Missing required parameter: scope'
  return undefined
}

function issueCode(
  query: URLSearchParams,
  redirectUri: string,
  { state, now }: StandInContext<GoogleState>,
): AuthorizationCode {
  const challenge = query.get('code_challenge')
  const method = query.get('code_challenge_method') === 'S256' ? 'S256' : 'plain'
  // Without prompt=consent the provider gives a refresh token at the first consent only.
  const first = !state.grants.some(({ refreshToken, revoked }) => refreshToken !== undefined && !revoked)
  const asked = (query.get('prompt') ?? '').split(' ').includes('consent')
  return {
    code: `4/0${randomBytes(32).toString('base64url')}`,
    redirectUri,
    scope: query.get('scope') ?? '',
    offline: query.get('access_type') === 'offline' && (first || asked),
    expiresAt: now() + tenMinutes,
    ...(challenge !== null && { challenge: { value: challenge, method } }),
  }
}

function redirect(uri: string, query: URLSearchParams, answer: Record<string, string>): Reply {
  const location = new URL(uri)
  for (const [name, value] of Object.entries(answer)) location.searchParams.set(name, value)
  const state = query.get('state')
  if (state !== null) location.searchParams.set('state', state)
  return { status: 302, headers: { location: location.toString() } }
}
