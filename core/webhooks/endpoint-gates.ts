import { CircuitBreaker } from '../integrations/index.ts'

/** Requests to one endpoint at once, of one process: one that is slow must not take the places of the others. */
const AT_ONCE = 8

interface Gate {
  breaker: CircuitBreaker
  inFlight: number
}

/** Keeps endpoints from standing in each other's way. What they know is this process's own. */
export class EndpointGates {
  readonly #gates = new Map<string, Gate>()

  /** Undefined when there is a place; else how long (milliseconds) the endpoint is paused, 0 when it is only busy. */
  closedFor(endpointId: string): number | undefined {
    const gate = this.#gates.get(endpointId)
    if (!gate) return undefined
    const { breaker, inFlight } = gate
    if (breaker.pausedFor > 0) return breaker.pausedFor
    const places = breaker.state === 'closed' ? AT_ONCE : 1
    return inFlight < places ? undefined : 0
  }

  /** A failure that `CircuitBreaker` takes for an outage counts against the endpoint. */
  async through<T>(endpointId: string, work: () => Promise<T>): Promise<T> {
    const gate = this.#gates.get(endpointId) ?? { breaker: new CircuitBreaker(), inFlight: 0 }
    this.#gates.set(endpointId, gate)
    gate.inFlight += 1
    try {
      const result = await gate.breaker.run(work)
      // An answer ends what failed in a row: a gate of its own would begin like this.
      if (gate.inFlight === 1) this.#gates.delete(endpointId)
      return result
    } finally {
      gate.inFlight -= 1
    }
  }
}
