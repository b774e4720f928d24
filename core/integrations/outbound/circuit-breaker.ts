import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleAll,
} from 'cockatiel'

export type BreakerState = 'closed' | 'open' | 'half_open'

/** Five outages in a row open it; after this many milliseconds one probe may pass. */
const OPEN_FOR = 30_000
const OUTAGES = 5

/** Guards one connection. Only what is thrown inside `run` counts: answers, 4xx too, prove the provider alive. */
export class CircuitBreaker {
  readonly #policy: CircuitBreakerPolicy
  #openedAt = 0

  constructor(options: { openFor?: number; onChange?: (state: BreakerState) => void } = {}) {
    this.#policy = circuitBreaker(handleAll, {
      halfOpenAfter: options.openFor ?? OPEN_FOR,
      breaker: new ConsecutiveBreaker(OUTAGES),
    })
    this.#policy.onStateChange((state) => {
      if (state === CircuitState.Open) this.#openedAt = Date.now()
      options.onChange?.(nameOf(state))
    })
  }

  get state(): BreakerState {
    return nameOf(this.#policy.state)
  }

  /** Epoch milliseconds (real time) at which it last opened; 0 for never. */
  get openedAt(): number {
    return this.#openedAt
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.#policy.execute(work)
  }
}

export const isBroken = (error: unknown): boolean => error instanceof BrokenCircuitError

function nameOf(state: CircuitState): BreakerState {
  if (state === CircuitState.Open || state === CircuitState.Isolated) return 'open'
  return state === CircuitState.HalfOpen ? 'half_open' : 'closed'
}
