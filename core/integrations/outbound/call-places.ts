import { setTimeout as sleep } from 'node:timers/promises'
import { type LimitsManifest, RetryLater } from '@askpro/plugin-sdk'
import type { RateLimiterMemory as Limiter, RateLimiterRes as Refusal } from 'rate-limiter-flexible'
import { RateLimiterMemory, RateLimiterRes } from '../../platform/http/memory-limiter.ts'
import { cockatiel } from './cockatiel.ts'

/** Calls of one connection that are under way at once, where the manifest does not say. */
const AT_ONCE = 10
/** Milliseconds that a call waits for a place: as long as one that hangs may keep it. */
const LONGEST_QUEUE = 10_000
/** Milliseconds that a call waits for the rate; whoever would have to wait longer comes again. */
const LONGEST_PAUSE = 2_000
/** Milliseconds. */
const COME_AGAIN = 1_000
/** Of the one counter that a connection has. */
const KEY = 'calls'

/**
 * How many calls of one connection are under way at once, and how many there are in a time. Whoever has to wait for
 * long is told to come again: a job then snoozes, and a request is not kept waiting.
 */
export class CallPlaces {
  readonly #atOnce: number
  readonly #places: ReturnType<ReturnType<typeof cockatiel>['bulkhead']>
  readonly #rate: Limiter | undefined

  constructor({ at_once: atOnce = AT_ONCE, rate }: LimitsManifest = {}) {
    this.#atOnce = atOnce
    this.#places = cockatiel().bulkhead(atOnce, Number.POSITIVE_INFINITY)
    this.#rate = rate && new RateLimiterMemory({ points: rate.requests, duration: rate.seconds })
  }

  /**
   * Rejects with RetryLater where there is none in time, and with the signal's reason when the caller gives up. `ready`
   * may throw once there is a place: then the call is not counted.
   */
  take<T>(signal: AbortSignal, { ready, work }: { ready: () => void; work: () => Promise<T> }): Promise<T> {
    const leave = Promise.withResolvers<never>()
    const waiting = new AbortController()
    const giveUp = (reason: unknown) => {
      waiting.abort()
      leave.reject(reason)
    }
    const why = `all ${this.#atOnce} places for calls of this connection are taken`
    const late = () => giveUp(new RetryLater(why, { after: COME_AGAIN }))
    const timer = setTimeout(late, LONGEST_QUEUE)
    const gone = () => giveUp(signal.reason)
    signal.addEventListener('abort', gone, { once: true })
    const stopWaiting = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', gone)
    }
    const run = this.#places.execute(() => {
      stopWaiting()
      ready()
      return this.#inRate(work)
    }, waiting.signal)
    // Of a place that comes too late nobody wants to hear.
    run.catch(() => {})
    return Promise.race([run, leave.promise]).finally(stopWaiting)
  }

  /** The place is kept meanwhile, so that those behind it do not overtake. */
  async #inRate<T>(work: () => Promise<T>): Promise<T> {
    const wait = await this.#refusal()
    if (wait > LONGEST_PAUSE) throw outOfRate(wait)
    if (wait > 0) {
      await sleep(wait)
      const again = await this.#refusal()
      if (again > 0) throw outOfRate(again)
    }
    return work()
  }

  /** Milliseconds until the next call may go out; 0 when this one may. */
  async #refusal(): Promise<number> {
    try {
      await this.#rate?.consume(KEY)
      return 0
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, (refusal as Refusal).msBeforeNext)
      throw refusal
    }
  }
}

const outOfRate = (after: number): RetryLater =>
  new RetryLater('the provider allows no more requests at present', { after })
