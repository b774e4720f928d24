import { Misconfigured, type PluginContext, ReauthRequired, Refused, RetryLater } from '@askpro/plugin-sdk'
import type Stripe from 'stripe'

/** The official client, loaded where it is first used: a hub without a connection to Stripe needs none of it. */
export const loadStripe = async (): Promise<typeof Stripe> => (await import('stripe')).default

/** On the host's wire, its own retries off: it would not repeat a 429 anyway. */
export async function stripeApi(ctx: PluginContext): Promise<Stripe> {
  const Stripe = await loadStripe()
  const base = new URL(String(ctx.settings.base_url))
  const http = base.protocol === 'http:'
  return new Stripe(String(ctx.settings.api_key), {
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
    return await work()
  } catch (error) {
    throw await failureOf(error)
  }
}

export async function failureOf(error: unknown): Promise<unknown> {
  const Stripe = await loadStripe()
  if (!(error instanceof Stripe.errors.StripeError)) return error
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

/** Too many calls, an outage, half an answer, or another try under the same key that has not ended yet (409). */
function isPassing({ type, statusCode }: Stripe.errors.StripeError): boolean {
  return type === 'StripeRateLimitError' || type === 'StripeAPIError' || statusCode === 409
}

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
