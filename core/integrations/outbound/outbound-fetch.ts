import { Misconfigured, RetryLater } from '@askpro/plugin-sdk'
import { type Agent, type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici'
import { type CircuitBreaker, isBroken } from './circuit-breaker.ts'
import { guardedAgent, openAgent, PrivateAddressRefused } from './guarded-agent.ts'
import { type AllowedHosts, admit } from './host-allow-list.ts'
import { isOutage, OutageResponse, retryAfterOf } from './outage.ts'

/** Milliseconds for one try, from the first byte sent to the last received header. */
const DEADLINE = 10_000
const QUICK_RETRY_AFTER = 150
/** RFC 9110, section 9.2.2, without those that nobody uses against an API. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

export interface OutboundOptions {
  hosts: () => AllowedHosts
  breaker: CircuitBreaker
  /** Called with every finished try: for metrics and the connection's health. */
  onTry?: (host: string, outcome: number | 'failed') => void
}

/**
 * The only way out of a plugin. One instance serves one connection: its breaker, and its wait when the provider
 * said Retry-After, are shared by all its calls.
 */
export class OutboundFetch {
  readonly #options: OutboundOptions
  readonly #guarded: Agent = guardedAgent()
  readonly #open: Agent = openAgent()
  #waitUntil = 0

  constructor(options: OutboundOptions) {
    this.#options = options
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { guarded } = admit(new URL(request.url), this.#options.hosts())
    this.#refuseWhileWaiting()
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
    const once = () => this.#throughBreaker(request, body, guarded ? this.#guarded : this.#open)
    const response = await this.#withQuickRetry(request.method, once)
    this.#noteRetryAfter(response)
    return response
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.close(), this.#open.close()])
  }

  #refuseWhileWaiting(): void {
    const left = this.#waitUntil - Date.now()
    if (left > 0) throw new RetryLater('the provider asked to wait', { after: left })
  }

  #noteRetryAfter(response: Response): void {
    if (response.status !== 429 && response.status !== 503) return
    const after = retryAfterOf(response)
    if (after !== undefined) this.#waitUntil = Date.now() + after
  }

  /** A repeat is for the small hiccup; anything slower is the job's to repeat. */
  async #withQuickRetry(method: string, once: () => Promise<Response>): Promise<Response> {
    const first = await attempt(once)
    if (!IDEMPOTENT.has(method) || !isHiccup(first)) return outcomeOf(first)
    await new Promise((resolve) => setTimeout(resolve, QUICK_RETRY_AFTER))
    return once()
  }

  async #throughBreaker(request: Request, body: Buffer | undefined, agent: Agent): Promise<Response> {
    const { breaker } = this.#options
    try {
      return await breaker.run(async () => {
        const response = await this.#send(request, body, agent)
        if (isOutage(response.status)) throw new OutageResponse(response)
        return refuseRedirect(response)
      })
    } catch (error) {
      if (error instanceof OutageResponse) return error.response
      if (isBroken(error))
        throw new RetryLater('the provider has been failing; calls are paused', { cause: error })
      throw error
    }
  }

  async #send(request: Request, body: Buffer | undefined, agent: Agent): Promise<Response> {
    const { host } = new URL(request.url)
    try {
      const response = await undiciFetch(request.url, {
        method: request.method,
        headers: [...request.headers],
        ...(body ? { body } : {}),
        // A redirect would lead past the checks above.
        redirect: 'manual',
        dispatcher: agent,
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE)]),
      } as UndiciRequestInit)
      this.#options.onTry?.(host, response.status)
      return response as unknown as Response
    } catch (error) {
      this.#options.onTry?.(host, 'failed')
      throw failureOf(host, error)
    }
  }
}

function refuseRedirect(response: Response): Response {
  if (response.status < 300 || response.status > 399 || response.status === 304) return response
  throw new Error(`a redirect (${response.status}) was refused`)
}

type Attempt = { response: Response } | { error: unknown }

const attempt = (once: () => Promise<Response>): Promise<Attempt> =>
  once().then(
    (response) => ({ response }),
    (error: unknown) => ({ error }),
  )

function outcomeOf(tried: Attempt): Response {
  if ('response' in tried) return tried.response
  throw tried.error
}

/** A gateway's answer or a cut connection; not a time-out, which has cost the caller's patience already. */
function isHiccup(tried: Attempt): boolean {
  if ('response' in tried) return tried.response.status === 502 || tried.response.status === 504
  const { error } = tried
  return (
    error instanceof RetryLater && error.cause instanceof Error && !/abort|timeout/i.test(error.cause.name)
  )
}

function failureOf(host: string, error: unknown): Error {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const reason = cause instanceof Error ? cause.message : String(cause)
  if (cause instanceof PrivateAddressRefused) return new Misconfigured('hosts', reason)
  return new RetryLater(`${host} could not be reached: ${reason}`, { cause: error })
}
