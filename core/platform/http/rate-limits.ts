import type { RateLimiterRes as Points } from 'rate-limiter-flexible'
import { HubError } from '../errors.ts'
import type { Logger } from '../log/logger.ts'
import { RateLimiterMemory, RateLimiterRes } from './memory-limiter.ts'
import type { RateClass } from './route.ts'

export interface RateLimit {
  points: number
  /** Length of the window. */
  seconds: number
}

/** Where points are counted: memory for one process; a store that several share has the same method. */
export interface RateCounter {
  /** Resolves while points are left, rejects with a `RateLimiterRes` when none are, with an Error when it broke. */
  consume(key: string): Promise<Points>
}

export interface RateLimitsOptions {
  log: Logger
  limits?: Partial<Record<RateClass, RateLimit>>
  newCounter?: (name: RateClass, limit: RateLimit) => RateCounter
}

const DEFAULTS: Record<RateClass, RateLimit> = {
  read: { points: 100, seconds: 1 },
  write: { points: 50, seconds: 1 },
  expensive: { points: 5, seconds: 1 },
  open: { points: 20, seconds: 1 },
  hook: { points: 200, seconds: 1 },
  call: { points: 200, seconds: 1 },
}

/** Counts requests by class and key. A counter that fails lets requests pass: the wall must not become the outage. */
export class RateLimits {
  readonly #limits: Record<RateClass, RateLimit>
  readonly #counters: Record<RateClass, RateCounter>
  readonly #log: Logger

  constructor({ log, limits = {}, newCounter = inMemory }: RateLimitsOptions) {
    this.#log = log
    this.#limits = { ...DEFAULTS, ...limits }
    const counter = (name: RateClass) => newCounter(name, this.#limits[name])
    this.#counters = {
      read: counter('read'),
      write: counter('write'),
      expensive: counter('expensive'),
      open: counter('open'),
      hook: counter('hook'),
      call: counter('call'),
    }
  }

  /** Takes one point; gives the headers for the reply. Throws `rate_limited` when none are left. */
  async take(rate: RateClass, key: string): Promise<Record<string, string>> {
    try {
      return headersOf(this.#limits[rate], await this.#counters[rate].consume(key))
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw tooMany(this.#limits[rate], refusal)
      this.#log.warn({ err: refusal, rate }, 'the rate limiter failed; the request was let through')
      return {}
    }
  }
}

function inMemory(name: RateClass, { points, seconds }: RateLimit): RateCounter {
  return new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
}

function headersOf({ points }: RateLimit, left: Points): Record<string, string> {
  return {
    'RateLimit-Limit': String(points),
    'RateLimit-Remaining': String(left.remainingPoints),
    'RateLimit-Reset': String(Math.ceil(left.msBeforeNext / 1_000)),
  }
}

function tooMany({ points, seconds }: RateLimit, refusal: Points): HubError {
  const wait = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000))
  return new HubError('rate_limited', {
    detail: `At most ${points} requests in ${seconds} s. Wait ${wait} s and send it again.`,
    retryAfterSeconds: wait,
    extra: { limit: points, window_seconds: seconds },
  })
}
