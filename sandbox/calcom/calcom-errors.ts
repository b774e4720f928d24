import { type ProviderErrors, Refusal, type Reply, type StandInRequest } from '../engine/index.ts'
import type { CalcomState } from './calcom-state.ts'

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** The provider's error envelope (`status`, `timestamp`, `path`, `error`). */
export function calcomError(request: StandInRequest, status: number, message: string): Reply {
  const title = titles[status] ?? 'Error'
  const code = `${title.replaceAll(' ', '')}Exception`
  return envelope(request, status, { code, message, details: { message, error: title, statusCode: status } })
}

/** Stops the handler with the provider's error. */
export function refuse(request: StandInRequest, status: number, message: string): never {
  throw new Refusal(calcomError(request, status, message))
}

/** The provider's 429; it has no Retry-After. */
export function rateLimited(request: StandInRequest, limit = 120): Reply {
  const message = 'CustomThrottlerGuard - Too many requests. Please try again later.'
  const headers = {
    'x-ratelimit-limit-default': String(limit),
    'x-ratelimit-remaining-default': '0',
    'x-ratelimit-reset-default': '60',
  }
  return { ...envelope(request, 429, { code: 'ThrottlerException', message, details: message }), headers }
}

export function notFound(request: StandInRequest): Reply {
  return calcomError(request, 404, `Cannot ${request.method} ${request.path}`)
}

export const calcomErrors: ProviderErrors<CalcomState> = {
  unknownPath: notFound,
  malformedBody: (request) => calcomError(request, 400, 'Request body is not valid JSON'),
  expiredToken: (request) => calcomError(request, 401, 'ApiAuthStrategy - api key - Your api key is expired'),
  failure: ({ status }, request) =>
    status === 429 ? rateLimited(request) : calcomError(request, status, titles[status] ?? 'Error'),
}

function envelope(request: StandInRequest, status: number, error: object): Reply {
  const timestamp = new Date().toISOString()
  return { status, body: { status: 'error', timestamp, path: request.path, error } }
}
