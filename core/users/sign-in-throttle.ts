import type { RateLimiterAbstract as Limiter } from 'rate-limiter-flexible'
import { HubError } from '../platform/errors.ts'
import { RateLimiterRes } from '../platform/http/memory-limiter.ts'

export interface Attempt {
  /** Any name of the account, whether it exists or not. */
  account: string
  /** See `ClientAddresses`. */
  address: string
}

export interface Wall {
  name: string
  /** Attempts in `seconds`. */
  points: number
  seconds: number
}

const QUARTER = 900

/**
 * Slows guessing. Every attempt is counted before the password is looked at, so that many at once get no further than
 * one after the other; one that succeeds is given back. Whoever hammers at an account from one address is stopped there
 * soon, while its owner still comes in from theirs.
 */
export class SignInThrottle {
  readonly #pair: Limiter
  readonly #account: Limiter
  readonly #address: Limiter

  constructor(newLimiter: (wall: Wall) => Limiter) {
    this.#pair = newLimiter({ name: 'pair', points: 5, seconds: QUARTER })
    this.#account = newLimiter({ name: 'account', points: 30, seconds: QUARTER })
    this.#address = newLimiter({ name: 'address', points: 60, seconds: QUARTER })
  }

  /** Throws `rate_limited`. */
  async take(attempt: Attempt): Promise<void> {
    for (const [limiter, key] of this.#walls(attempt)) {
      await limiter.consume(key).catch((refusal: unknown) => {
        throw refusal instanceof RateLimiterRes ? tooMany(refusal.msBeforeNext) : refusal
      })
    }
  }

  /** It was no guess at all, and proves nothing of those before it. */
  async giveBack(attempt: Attempt): Promise<void> {
    for (const [limiter, key] of this.#walls(attempt)) await limiter.reward(key)
  }

  /** It was no guess: nor, then, were those before it from there. */
  async forgive(attempt: Attempt): Promise<void> {
    const [[pair, key], ...others] = this.#walls(attempt)
    await pair.delete(key)
    for (const [limiter, other] of others) await limiter.reward(other)
  }

  #walls({ account, address }: Attempt): [[Limiter, string], ...Array<[Limiter, string]>] {
    return [
      [this.#pair, `${account} ${address}`],
      [this.#account, account],
      [this.#address, address],
    ]
  }
}

function tooMany(milliseconds: number): HubError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000))
  return new HubError('rate_limited', {
    detail: `Too many attempts to sign in. Try again in ${Math.ceil(seconds / 60)} min.`,
    retryAfterSeconds: seconds,
  })
}
