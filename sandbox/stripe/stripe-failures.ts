import type { ProviderErrors, Reply, StandInRequest } from '../engine/index.ts'
import { storeFailure } from './idempotency.ts'
import { stripeError } from './stripe-errors.ts'
import type { StripeState } from './stripe-state.ts'

/** How the provider words what goes wrong before or beside a handler; a 500 is kept under the idempotency key. */
export const stripeErrors: ProviderErrors<StripeState> = {
  unknownPath: ({ method, path }) =>
    stripeError(404, {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${method}: ${path}).`,
    }),
  malformedBody: () =>
    stripeError(400, { type: 'invalid_request_error', message: 'Invalid request body: send a form.' }),
  expiredToken: (request) => invalidKey(request, 'Expired API Key provided'),
  failure: ({ status, reason }, request, context) => {
    const reply = failureReply(status, reason, request)
    if (status === 500) storeFailure(request, context, reply)
    return reply
  },
}

export function invalidKey({ headers }: StandInRequest, words = 'Invalid API Key provided'): Reply {
  const key = headers.authorization?.replace(/^Bearer /, '') ?? ''
  const message =
    key === '' ? 'You did not provide an API key.' : `${words}: ${key.slice(0, 8)}********${key.slice(-1)}`
  return stripeError(401, { type: 'invalid_request_error', message })
}

function failureReply(status: number, reason: string | undefined, request: StandInRequest): Reply {
  if (status === 401) return invalidKey(request)
  if (status === 402) return declined(reason ?? 'generic_decline')
  if (status === 409) return keyInUse()
  if (status === 429) return reason === 'lock_timeout' ? lockTimeout() : rateLimited(reason ?? 'global-rate')
  if (status >= 500) return stripeError(status, { type: 'api_error', message: 'An unknown error occurred.' })
  return stripeError(status, { type: 'invalid_request_error', message: 'The request was refused.' })
}

function declined(declineCode: string): Reply {
  const message = 'Your card was declined.'
  return stripeError(402, { type: 'card_error', code: 'card_declined', decline_code: declineCode, message })
}

function keyInUse(): Reply {
  const message = 'There is currently another in-progress request using this Idempotent Key.'
  return stripeError(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message })
}

function lockTimeout(): Reply {
  const message =
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.'
  return stripeError(429, { type: 'invalid_request_error', code: 'lock_timeout', message })
}

function rateLimited(reason: string): Reply {
  const message = 'Request rate limit exceeded.'
  const reply = stripeError(429, { type: 'invalid_request_error', code: 'rate_limit', message })
  return { ...reply, headers: { 'stripe-rate-limited-reason': reason, 'stripe-should-retry': 'false' } }
}
