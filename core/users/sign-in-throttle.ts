import type { RateLimiterMemory as Limiter } from 'rate-limiter-flexible'
import { HubError } from '../platform/errors.ts'
import { RateLimiterMemory, RateLimiterRes } from '../platform/http/memory-limiter.ts'

export interface Attempt {
  /** Any name of the account, whether it exists or not. */
  account: string
  /** See `addressKey`. */
  address: string
}

interface Wall {
  limiter: Limiter
  key(attempt: Attempt): string
}

const QUARTER = 900

/**
 * Slows guessing. Every attempt is counted before the password is looked at, so that many at once get no further than
 * one after the other; one that succeeds is given back. Whoever hammers at an account from one address is stopped there
 * soon, while its owner still comes in from theirs.
 */
export class SignInThrottle {
  readonly #walls: readonly Wall[] = [
    wall('pair', 5, ({ account, address }) => `${account} ${address}`),
    wall('account', 30, ({ account }) => account),
    wall('address', 60, ({ address }) => address),
  ]

  /** Throws `rate_limited`. */
  async take(attempt: Attempt): Promise<void> {
    for (const { limiter, key } of this.#walls) {
      await limiter.consume(key(attempt)).catch((refusal: unknown) => {
        throw refusal instanceof RateLimiterRes ? tooMany(refusal.msBeforeNext) : refusal
      })
    }
  }

  /** It was no guess at all, and proves nothing of those before it. */
  async giveBack(attempt: Attempt): Promise<void> {
    for (const { limiter, key } of this.#walls) await limiter.reward(key(attempt))
  }

  /** It was no guess: nor, then, were those before it from there. */
  async forgive(attempt: Attempt): Promise<void> {
    const [pair, ...others] = this.#walls
    await pair?.limiter.delete(pair.key(attempt))
    for (const { limiter, key } of others) await limiter.reward(key(attempt))
  }
}

const wall = (keyPrefix: string, points: number, key: Wall['key']): Wall => ({
  limiter: new RateLimiterMemory({ keyPrefix, points, duration: QUARTER }),
  key,
})

function tooMany(milliseconds: number): HubError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000))
  return new HubError('rate_limited', {
    detail: `Too many attempts to sign in. Try again in ${Math.ceil(seconds / 60)} min.`,
    retryAfterSeconds: seconds,
  })
}
