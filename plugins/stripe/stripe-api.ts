import { Misconfigured, type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'

/** What this plugin was written against. The account's own version, which somebody may raise, plays no part. */
const API_VERSION = '2026-10-28.endive'

/** Milliseconds until the job comes back to what somebody else holds for a moment. */
const HELD = 1_000

/** The official client, loaded where it is first used: a hub without a connection to Stripe needs none of it. */
export const loadStripe = async (): Promise<typeof Stripe> => (await import('stripe')).default

/** On the host's wire, its own retries off: it would not repeat a 429 anyway. */
export async function stripeApi(ctx: PluginContext): Promise<Stripe> {
  const Stripe = await loadStripe()
  const base = new URL(String(ctx.settings.base_url))
  const http = base.protocol === 'http:'
  return new Stripe(String(ctx.settings.api_key), {
    apiVersion: API_VERSION,
    httpClient: Stripe.createFetchHttpClient(ctx.fetch),
    maxNetworkRetries: 0,
    timeout: 10_000,
    telemetry: false,
    host: base.hostname,
    port: base.port === '' ? (http ? 80 : 443) : Number(base.port),
    protocol: http ? 'http' : 'https',
  })
}

/** Runs one call and says its failure in the host's words. */
export async function calling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await patiently(work)
  } catch (error) {
    throw await failureOf(error)
  }
}

/**
 * An object that Stripe itself is at work on (429 lock_timeout) and a key under which another try is running (409) are
 * mostly free again by the time a second request is there, with the same key. Where they are not, the job comes back in a
 * second. A limit of the rate is not knocked at again.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(await isHeld(error))) throw error
    return work()
  }
}

async function isHeld(error: unknown): Promise<boolean> {
  const Stripe = await loadStripe()
  if (!(error instanceof Stripe.errors.StripeError)) return false
  return error.statusCode === 409 || (error.statusCode === 429 && error.code === 'lock_timeout')
}

export async function failureOf(error: unknown): Promise<unknown> {
  const Stripe = await loadStripe()
  if (!(error instanceof Stripe.errors.StripeError)) return error
  if (await isHeld(error))
    return new RetryLater(error.message, { cause: error, after: HELD, ...retryAfter(error) })
  if (isPassing(error)) return new RetryLater(error.message, { cause: error, ...retryAfter(error) })
  switch (error.type) {
    case 'StripeAuthenticationError':
      return new ReauthRequired('Stripe refuses the key.')
    case 'StripePermissionError':
      return new Misconfigured('api_key', `The key may not do that: ${error.message}`)
    case 'StripeConnectionError':
      return fromTheWire(error) ?? new RetryLater(error.message, { cause: error })
    default:
      return new Refused(error.code ?? error.type, error.message)
  }
}

const PASSING = new Set(['StripeRateLimitError', 'StripeAPIError', 'StripeIdempotencyError'])

/** Too many calls, an outage, half an answer, or a key that was used for something else. */
const isPassing = ({ type }: Stripe.errors.StripeError): boolean => PASSING.has(type)

/** Retry-After in seconds; the other form, a date, is left to the host, which reads the header as well. */
function retryAfter({ headers }: Stripe.errors.StripeError): { after?: number } {
  const seconds = Number(headers?.['retry-after'] ?? Number.NaN)
  return Number.isFinite(seconds) ? { after: seconds * 1_000 } : {}
}

/** The client wraps what the wire threw; the host's own failures come back out as they were. */
function fromTheWire(error: { detail?: unknown; cause?: unknown }): Error | undefined {
  const inner = error.detail ?? error.cause
  return inner instanceof Error && /^(RetryLater|Misconfigured)$/.test(inner.name) ? inner : undefined
}
