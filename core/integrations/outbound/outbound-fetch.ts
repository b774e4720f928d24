import { type LimitsManifest, RetryLater } from '@askpro/plugin-sdk'
import type { Agent } from 'undici'
import { CallPlaces, failing, type Pass } from './call-places.ts'
import { type CircuitBreaker, isBroken } from './circuit-breaker.ts'
import type { ConnectionShare } from './connection-share.ts'
import { exchange, type OutboundCall } from './exchange.ts'
import { guardedAgent, type LookupAll, openAgent } from './guarded-agent.ts'
import { type AllowedHosts, admit } from './host-allow-list.ts'
import { CallerGone, ConnectionBroke, isOutage, isTrouble, OutageResponse } from './outage.ts'
import { backgroundPauseAfter, pauseAfter } from './pauses.ts'
import { standingOf, type WireStanding } from './wire-standing.ts'

/** Milliseconds. */
const QUICK_RETRY_AFTER = 150
const SHORTEST_PAUSE = 1_000
/** RFC 9110, section 9.2.2, without those that nobody uses against an API. */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

export interface OutboundOptions {
  breaker: CircuitBreaker
  /** What the provider allows; default 10 calls at once, and as many as there are. */
  limits?: LimitsManifest | undefined
  /** What the other processes know of the connection. Without it this one is alone. */
  share?: ConnectionShare | undefined
  /** Default: the system's. */
  lookup?: LookupAll
  /** Called after each request that went out: whether the provider answered, and not that it is in trouble. */
  onCall?: ((wentWell: boolean) => void) | undefined
}

/**
 * The only way out of a plugin. One instance serves one connection: its breaker, its places, and its wait when the
 * provider said Retry-After, are shared by all its calls.
 */
export class OutboundFetch {
  readonly #breaker: CircuitBreaker
  readonly #guarded: Agent
  readonly #open: Agent = openAgent()
  readonly #places: CallPlaces
  readonly #limits: LimitsManifest | undefined
  readonly #share: ConnectionShare | undefined
  readonly #onCall: OutboundOptions['onCall']
  /** Epoch milliseconds, real time. */
  #waitUntil = 0
  #backgroundWaitUntil = 0

  constructor({ breaker, limits, share, lookup, onCall }: OutboundOptions) {
    this.#breaker = breaker
    this.#onCall = onCall
    this.#share = share
    this.#places = new CallPlaces(limits, share)
    this.#limits = limits
    this.#guarded = guardedAgent(lookup)
  }

  /** `fetch` for one context: what may be called depends on the settings it was made from; see `PlaceWanted.background`. */
  to(hosts: AllowedHosts, { background = false } = {}): typeof fetch {
    return async (input, init) => {
      // Before `Request` sees it, which refuses some addresses in words of its own.
      const { guarded, field } = admit(addressOf(input), hosts)
      const request = new Request(input, init)
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer())
      const agent = guarded ? this.#guarded : this.#open
      return this.#withQuickRetry({ request, body, field, agent }, background)
    }
  }

  async standing(): Promise<WireStanding> {
    const pausedUntil = Math.max(this.#waitUntil, Date.now() + this.#breaker.pausedFor)
    const own = { breaker: this.#breaker.state, pausedUntil, rateLeft: await this.#places.rateLeft() }
    return standingOf(own, await this.#share?.look(), this.#limits?.rate)
  }

  /** Cuts off what is still under way. */
  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#open.destroy()])
  }

  /** A repeat is for the small hiccup; anything slower is the job's to repeat. */
  async #withQuickRetry(call: OutboundCall, background: boolean): Promise<Response> {
    const first = await this.#attempt(call, background).catch((error: unknown) => hiccup(call, error))
    if (first && !isGatewayTrouble(call, first)) return first
    await new Promise((resolve) => setTimeout(resolve, QUICK_RETRY_AFTER))
    return this.#attempt(call, background)
  }

  #attempt(call: OutboundCall, background: boolean): Promise<Response> {
    // Who had to wait for a place learns of a Retry-After in time.
    return this.#places.take(call.request.signal, {
      ready: () => this.#refuseWhileWaiting(background),
      work: (pass) => this.#throughBreaker(call, pass),
      background,
    })
  }

  async #throughBreaker(call: OutboundCall, pass: Pass): Promise<Response> {
    try {
      const response = await this.#breaker.run(async () => {
        const answer = await exchange(call)
        this.#notePause(answer)
        if (isOutage(answer.status)) throw new OutageResponse(answer)
        return answer
      })
      this.#onCall?.(true)
      if (pass === 'probe') this.#share?.resume()
      return response
    } catch (error) {
      if (isTrouble(error)) this.#onCall?.(false)
      this.#tellOutage(error, pass)
      if (error instanceof OutageResponse) return error.response
      if (error instanceof CallerGone) throw error.cause
      if (!isBroken(error)) throw error
      throw failing(Math.max(SHORTEST_PAUSE, this.#breaker.pausedFor), error)
    }
  }

  /** A probe that failed speaks for all processes, and so does the breaker that has just opened here. */
  #tellOutage(error: unknown, pass: Pass): void {
    if (!this.#share || isBroken(error)) return
    const opened = this.#breaker.state === 'open' ? this.#breaker.pausedFor : 0
    if (opened > 0) this.#share.halt(opened, 'breaker')
    else if (pass === 'probe' && isTrouble(error)) this.#share.halt(this.#breaker.openFor, 'breaker')
    else if (pass === 'probe' && !(error instanceof CallerGone)) this.#share.resume()
  }

  #refuseWhileWaiting(background: boolean): void {
    const left = this.#waitUntil - Date.now()
    if (left > 0) throw new RetryLater('the provider asked to wait', { after: left })
    const rest = background ? this.#backgroundWaitUntil - Date.now() : 0
    if (rest > 0) throw new RetryLater('the calls that are left are kept for bookings', { after: rest })
  }

  #notePause(response: Response): void {
    const after = pauseAfter(response, this.#limits?.headers)
    if (after !== undefined) {
      this.#waitUntil = Math.max(this.#waitUntil, Date.now() + after)
      this.#share?.halt(after, 'pause')
    }
    const rest = backgroundPauseAfter(response, this.#limits)
    if (rest !== undefined) this.#backgroundWaitUntil = Date.now() + rest
  }
}

function addressOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input)
}

/** Undefined where the connection broke and the call may be repeated; throws on everything else. */
function hiccup({ request }: OutboundCall, error: unknown): undefined {
  if (!IDEMPOTENT.has(request.method) || !(error instanceof ConnectionBroke)) throw error
}

function isGatewayTrouble({ request }: OutboundCall, { status }: Response): boolean {
  return IDEMPOTENT.has(request.method) && (status === 502 || status === 504)
}
