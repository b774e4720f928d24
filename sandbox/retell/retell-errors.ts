import { type ProviderErrors, Refusal, type Reply } from '../engine/index.ts'
import type { RetellState } from './retell-state.ts'

/** The provider's wording by status, from its published API description. */
const messages: Record<number, string> = {
  400: 'Invalid request format, please check API reference.',
  401: 'API key is missing or invalid.',
  402: 'Trial has ended, please add payment method.',
  404: 'Cannot find requested asset under given api key.',
  422: 'Cannot find requested asset under given api key.',
  429: 'Account rate limited, please throttle your requests.',
  500: 'An unexpected server error occurred.',
}

export function retellError(status: number, message = messages[status] ?? messages[500] ?? ''): Reply {
  return { status, body: { status: 'error', message } }
}

/** Stops the handler with the provider's error. */
export function refuse(status: number, message?: string): never {
  throw new Refusal(retellError(status, message))
}

/** The provider says 422 for an object it does not have; 404 is for paths. */
export function refuseMissing(): never {
  refuse(422)
}

export const retellErrors: ProviderErrors<RetellState> = {
  unknownPath: ({ method, path }) => retellError(404, `Cannot ${method} ${path}`),
  malformedBody: () => retellError(400),
  expiredToken: () => retellError(401),
  failure: ({ status }) => retellError(status),
}
