import { createHash, randomBytes } from 'node:crypto'
import {
  BodyFields,
  type Handler,
  Refusal,
  type Reply,
  type Route,
  type StandInContext,
  type StandInRequest,
} from '../engine/index.ts'
import { oauthError, revoked } from './google-errors.ts'
import type { AuthorizationCode, GoogleState, Grant } from './google-state.ts'
import { authorize } from './oauth-authorize.ts'

type Context = StandInContext<GoogleState>

const lifetimeSeconds = 3599

const token: Handler<GoogleState> = (request, context) => {
  const form = new BodyFields(request.body)
  checkClient(request, form, context)
  const grantType = form.raw('grant_type')
  if (grantType === 'authorization_code') return exchangeCode(form, context)
  if (grantType === 'refresh_token') return refresh(form, context)
  return oauthError(400, 'unsupported_grant_type', `Invalid grant_type: ${String(grantType ?? '')}`)
}

/** Either of a grant's tokens revokes the whole grant. */
const revoke: Handler<GoogleState> = (request, { state }) => {
  const given = new BodyFields(request.body).raw('token') ?? request.query.get('token')
  const access = state.accessTokens.find((known) => known.token === given)
  const grant = state.grants.find(({ id, refreshToken }) => id === access?.grantId || refreshToken === given)
  if (!grant || grant.revoked) return oauthError(400, 'invalid_token', 'Token expired or revoked')
  grant.revoked = true
  return { status: 200, body: {} }
}

/** Id and secret in the form or as Basic credentials. */
function checkClient(request: StandInRequest, form: BodyFields, { apiKeys }: Context): void {
  const basic = request.headers.authorization?.replace(/^Basic /, '')
  const [basicId, basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : []
  const id = form.raw('client_id') ?? basicId
  const secret = form.raw('client_secret') ?? basicSecret
  if (id !== apiKeys.google_client_id)
    throw new Refusal(oauthError(401, 'invalid_client', 'The OAuth client was not found.'))
  if (secret !== apiKeys.google_client_secret)
    throw new Refusal(oauthError(401, 'invalid_client', 'Unauthorized'))
}

function exchangeCode(form: BodyFields, context: Context): Reply {
  const { state, now } = context
  const code = state.codes.find((known) => known.code === form.raw('code'))
  if (!code || code.expiresAt <= now()) return oauthError(400, 'invalid_grant', 'Malformed auth code.')
  if (code.redirectUri !== form.raw('redirect_uri'))
    return oauthError(400, 'redirect_uri_mismatch', 'Bad Request')
  const problem = verifierProblem(code, form.raw('code_verifier'))
  if (problem) return oauthError(400, 'invalid_grant', problem)
  state.codes = state.codes.filter((other) => other !== code)
  const grant = openGrant(state, code.scope, code.offline)
  return { status: 200, body: tokens(context, grant, { withRefreshToken: true }) }
}

function verifierProblem({ challenge }: AuthorizationCode, verifier: unknown): string | undefined {
  if (!challenge) return undefined
  if (typeof verifier !== 'string' || verifier === '') return 'Missing code verifier.'
  const hashed = createHash('sha256').update(verifier).digest('base64url')
  return (challenge.method === 'S256' ? hashed : verifier) === challenge.value
    ? undefined
    : 'Invalid code verifier.'
}

function refresh(form: BodyFields, context: Context): Reply {
  const given = form.raw('refresh_token')
  const grant = context.state.grants.find(
    ({ refreshToken }) => refreshToken !== undefined && refreshToken === given,
  )
  if (!grant || grant.revoked) return revoked
  return { status: 200, body: tokens(context, grant, { withRefreshToken: false }) }
}

/** A consent without the screen, for the control API too. */
export function openGrant(state: GoogleState, scope: string, offline: boolean): Grant {
  const grant: Grant = {
    id: state.grants.length + 1,
    scope,
    revoked: false,
    ...(offline && { refreshToken: `1//${randomBytes(48).toString('base64url')}` }),
  }
  state.grants.push(grant)
  return grant
}

/** A token answer with a fresh access token. */
export function tokens(
  { state, now }: Context,
  grant: Grant,
  { withRefreshToken }: { withRefreshToken: boolean },
): object {
  const access = `ya29.${randomBytes(32).toString('base64url')}`
  const alive = state.accessTokens.filter(({ expiresAt }) => expiresAt > now())
  const expiresAt = now() + lifetimeSeconds * 1000
  state.accessTokens = [...alive, { token: access, grantId: grant.id, expiresAt }]
  return {
    access_token: access,
    expires_in: lifetimeSeconds,
    ...(withRefreshToken && grant.refreshToken !== undefined && { refresh_token: grant.refreshToken }),
    scope: grant.scope,
    token_type: 'Bearer',
  }
}

export const oauthRoutes: readonly Route<GoogleState>[] = [
  { method: 'GET', path: '/o/oauth2/v2/auth', handle: authorize, writes: true },
  { method: 'POST', path: '/token', handle: token },
  { method: 'POST', path: '/revoke', handle: revoke },
]
