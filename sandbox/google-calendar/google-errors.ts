import { type ProviderErrors, Refusal, type Reply, type StandInRequest } from '../engine/index.ts'
import type { GoogleState } from './google-state.ts'

/** One error as the provider words it; `status` is the RPC name that some answers carry. */
export type GoogleProblem = {
  code: number
  reason: string
  message: string
  domain?: string
  location?: readonly [type: 'header' | 'parameter', name: string]
  status?: string
}

export function googleError({
  code,
  reason,
  message,
  domain = 'global',
  location,
  status,
}: GoogleProblem): Reply {
  const [locationType, name] = location ?? []
  const where = location ? { locationType, location: name } : {}
  const errors = [{ domain, reason, message, ...where }]
  return { status: code, body: { error: { errors, code, message, ...(status && { status }) } } }
}

/** Stops the handler with the provider's error. */
export function refuse(problem: GoogleProblem): never {
  throw new Refusal(googleError(problem))
}

export const problems = {
  credentials: {
    code: 401,
    reason: 'authError',
    message: 'Invalid Credentials',
    location: ['header', 'Authorization'],
    status: 'UNAUTHENTICATED',
  },
  scopes: {
    code: 403,
    reason: 'insufficientPermissions',
    message: 'Request had insufficient authentication scopes.',
    status: 'PERMISSION_DENIED',
  },
  access: {
    code: 403,
    domain: 'calendar',
    reason: 'requiredAccessLevel',
    message: 'You need to have writer access to this calendar.',
  },
  notFound: { code: 404, reason: 'notFound', message: 'Not Found' },
  duplicate: { code: 409, reason: 'duplicate', message: 'The requested identifier already exists.' },
  deleted: { code: 410, reason: 'deleted', message: 'Resource has been deleted' },
  fullSync: {
    code: 410,
    domain: 'calendar',
    reason: 'fullSyncRequired',
    message: 'Sync token is no longer valid, a full sync is required.',
    location: ['parameter', 'syncToken'],
  },
  precondition: {
    code: 412,
    reason: 'conditionNotMet',
    message: 'Precondition Failed',
    location: ['header', 'If-Match'],
  },
} as const satisfies Record<string, GoogleProblem>

export function badRequest(message: string, reason = 'badRequest', parameter?: string): GoogleProblem {
  return {
    code: 400,
    reason,
    message,
    ...(parameter !== undefined && { location: ['parameter', parameter] }),
  }
}

const rateLimit = {
  code: 403,
  domain: 'usageLimits',
  reason: 'rateLimitExceeded',
  message: 'Rate Limit Exceeded',
}

/** A 403 by fault is a quota one unless `reason` names another: rateLimitExceeded is the default. */
const forbidden: Record<string, GoogleProblem> = {
  rateLimitExceeded: rateLimit,
  userRateLimitExceeded: {
    ...rateLimit,
    reason: 'userRateLimitExceeded',
    message: 'User Rate Limit Exceeded',
  },
  quotaExceeded: { ...rateLimit, reason: 'quotaExceeded', message: 'Calendar usage limits exceeded.' },
  requiredAccessLevel: problems.access,
  insufficientPermissions: problems.scopes,
}

function failure(code: number, reason: string | undefined): GoogleProblem {
  if (code === 403) return forbidden[reason ?? 'rateLimitExceeded'] ?? rateLimit
  if (code === 429) return { ...rateLimit, code, status: 'RESOURCE_EXHAUSTED' }
  if (code === 410) return reason === 'deleted' ? problems.deleted : problems.fullSync
  const known = Object.values(problems).find((problem) => problem.code === code)
  return known ?? { code, reason: 'backendError', message: 'Backend Error' }
}

/** An error of the OAuth endpoints (RFC 6749, section 5.2). */
export function oauthError(status: number, error: string, description: string): Reply {
  return { status, body: { error, error_description: description } }
}

export const revoked = oauthError(400, 'invalid_grant', 'Token has been expired or revoked.')

export const googleErrors: ProviderErrors<GoogleState> = {
  unknownPath: () => googleError(problems.notFound),
  malformedBody: () => googleError(badRequest('Parse Error', 'parseError')),
  expiredToken: (request) => (isOAuth(request) ? revoked : googleError(problems.credentials)),
  failure: ({ status, reason }, request) =>
    isOAuth(request)
      ? oauthError(status, 'internal_failure', 'Backend Error')
      : googleError(failure(status, reason)),
}

export function isOAuth({ path }: StandInRequest): boolean {
  return path === '/token' || path === '/revoke'
}
