import { Misconfigured, type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import type Retell from 'retell-sdk'

/** The official client, loaded where it is first used: whoever rings waits for none of it. */
const loadRetell = async (): Promise<typeof Retell> => (await import('retell-sdk')).default

/**
 * The official client on the host's wire. Its own retries are off: it repeats POSTs by default, and nothing at
 * Retell protects a repeated create-phone-call from dialling twice.
 */
export async function retellApi(ctx: PluginContext): Promise<Retell> {
  const Retell = await loadRetell()
  return new Retell({
    apiKey: String(ctx.settings.api_key),
    baseURL: String(ctx.settings.base_url),
    fetch: ctx.fetch,
    maxRetries: 0,
    timeout: 10_000,
  })
}

/** Runs one call and says its failure in the host's words. */
export async function calling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await failureOf(error)
  }
}

/** The published description says 422 for an id that is unknown, the client's types 404. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Refused && (error.code === '404' || error.code === '422')

/** Whatever was deleted in the meantime is as gone as it should be. */
export async function gone(deletion: Promise<unknown>): Promise<void> {
  await deletion.catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

async function failureOf(error: unknown): Promise<unknown> {
  const Retell = await loadRetell()
  if (!(error instanceof Retell.APIError)) return isBrokenAnswer(error) ? brokenOff(error) : error
  return error.status === undefined ? fromTheWire(error) : answered(error.status, error)
}

/** The client wraps what the wire threw; the host's own failures come back out as they were. */
function fromTheWire({ cause, message }: Error): Error {
  return cause instanceof Error && cause.name !== 'TypeError' ? cause : new RetryLater(message)
}

function answered(
  status: number,
  { message, headers }: { message: string; headers: Headers | undefined },
): Error {
  if (status === 401) return new ReauthRequired('Retell refuses the API key.')
  if (status === 402) return new Misconfigured('api_key', 'The Retell account has no valid payment method.')
  if (status === 429 || status >= 500)
    return new RetryLater(`Retell answered ${status}.`, retryAfter(headers))
  return new Refused(String(status), message)
}

/** The client reads the body outside of its own error handling: a cut connection or half a JSON text come as they are. */
const isBrokenAnswer = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TypeError' || error.name === 'SyntaxError')

const brokenOff = (cause: unknown): RetryLater => new RetryLater('The answer of Retell broke off.', { cause })

/** Retry-After in seconds; the other form, a date, is left to the host, which reads the header as well. */
function retryAfter(headers: Headers | undefined): { after?: number } {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) ? { after: seconds * 1_000 } : {}
}
