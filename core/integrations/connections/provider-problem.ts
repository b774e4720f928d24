import { HubError } from '../../platform/errors.ts'

const NAMES = new Set(['RetryLater', 'ReauthRequired', 'Misconfigured', 'Refused'])

/** A typed failure of a provider, as the API says it; anything else is thrown on. */
export function providerProblem(error: unknown): never {
  if (!(error instanceof Error) || !NAMES.has(error.name)) throw error
  const wait = 'after' in error && typeof error.after === 'number' ? error.after / 1_000 : undefined
  throw new HubError('provider_failed', {
    detail: error.message,
    cause: error,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  })
}
