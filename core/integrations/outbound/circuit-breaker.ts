import type { CircuitBreakerPolicy, CircuitState } from 'cockatiel'
import { cockatiel } from './cockatiel.ts'
import { CallerGone, isTrouble } from './outage.ts'

export type BreakerState = 'closed' | 'open' | 'half_open'

/** Five outages in a row open it; after this many milliseconds one probe may pass. */
const OPEN_FOR = 30_000
const OUTAGES = 5

/** Guards one connection. Only outages count: answers, 4xx too, prove the provider alive. */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy
  /** Milliseconds that it stays open. */
  readonly openFor: number
  #openedAt = 0

  constructor(options: { openFor?: number; onChange?: (state: BreakerState) => void } = {}) {
    const { circuitBreaker, handleWhen, ConsecutiveBreaker, CircuitState } = cockatiel()
    this.openFor = options.openFor ?? OPEN_FOR
    this.#policy = circuitBreaker(
      handleWhen((error) => isTrouble(error) || this.#provedNothing(error)),
      { halfOpenAfter: this.openFor, breaker: new ConsecutiveBreaker(OUTAGES) },
    )
    this.#policy.onStateChange((state) => {
      if (state === CircuitState.Open) this.#openedAt = Date.now()
      options.onChange?.(nameOf(state))
    })
  }

  get state(): BreakerState {
    return nameOf(this.#policy.state)
  }

  /** Milliseconds of real time until the next probe may pass. */
  get pausedFor(): number {
    return this.state === 'open' ? Math.max(0, this.#openedAt + this.openFor - Date.now()) : 0
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#policy.execute(work)
  }

  /** A probe whose caller went away leaves the breaker as open as it was. */
  #provedNothing(error: unknown): boolean {
    return error instanceof CallerGone && this.state === 'half_open'
  }
}

export const isBroken = (error: unknown): boolean => error instanceof cockatiel().BrokenCircuitError

function nameOf(state: CircuitState): BreakerState {
  const { CircuitState } = cockatiel()
  if (state === CircuitState.Open || state === CircuitState.Isolated) return 'open'
  return state === CircuitState.HalfOpen ? 'half_open' : 'closed'
}
