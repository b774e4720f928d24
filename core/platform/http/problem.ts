import { errorCatalogue, HubError } from '../errors.ts'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

export interface Problem {
  status: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** What `type` of a problem document points to: a row of the page that explains every code. */
export const PROBLEMS_PATH = '/docs/problems'

/**
 * The problem document (RFC 9457) for whatever was thrown. Only a `HubError` may speak for itself; of everything
 * else the caller learns that it is logged under the request id.
 */
export function problemOf(thrown: unknown, requestId: string, publicUrl: string): Problem {
  const error = asHubError(thrown)
  const { title, status } = errorCatalogue[error.code]
  return {
    status,
    headers: headersFor(error),
    body: {
      type: `${publicUrl}${PROBLEMS_PATH}#${error.code}`,
      title,
      status,
      code: error.code,
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      request_id: requestId,
      ...error.extra,
    },
  }
}

export function asHubError(thrown: unknown): HubError {
  if (thrown instanceof HubError) return thrown
  return new HubError('internal', {
    detail: 'The cause is in the log of the hub under the request id.',
    cause: thrown,
  })
}

function headersFor({ code, retryAfterSeconds, extra }: HubError): Record<string, string> {
  return {
    ...(retryAfterSeconds === undefined
      ? {}
      : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
    ...(code === 'unauthenticated' ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(Array.isArray(extra.allowed_methods) ? { Allow: extra.allowed_methods.join(', ') } : {}),
  }
}
