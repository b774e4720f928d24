import type { Counter, Gauge, Histogram } from 'prom-client'
import { PromCounter, PromGauge, PromHistogram, PromRegistry, promClient } from './prom-client.ts'

/** Seconds. The promised bounds (0.1, 0.3, 1, 2.5) are buckets, so that a promise is read off exactly. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10]

const BREAKER_LEVELS = { closed: 0, half_open: 1, open: 2 } as const

export type BreakerLevel = keyof typeof BREAKER_LEVELS

export interface HttpObservation {
  /** The route's pattern, never the URL: ids in labels would make a series each. */
  route: string
  method: string
  status: number
  seconds: number
}

/** The hub's own measurements, in a registry of its own, so that two hubs in one process stay apart. */
export class Metrics {
  readonly registry = new PromRegistry()
  readonly #http: Histogram<'route' | 'method' | 'status'>
  readonly #jobs: Counter<'kind' | 'outcome'>
  readonly #breakers: Gauge<'connection'>
  #watchesProcess = false

  constructor() {
    const registers = [this.registry]
    this.#http = new PromHistogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the headers to the answer, by route pattern and status class',
      labelNames: ['route', 'method', 'status'],
      buckets: BUCKETS,
      registers,
    })
    this.#jobs = new PromCounter({
      name: 'jobs_total',
      help: 'Job runs that ended, by kind and outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    })
    this.#breakers = new PromGauge({
      name: 'breaker_state',
      help: 'Circuit breaker of a connection: 0 closed, 1 half open, 2 open',
      labelNames: ['connection'],
      registers,
    })
  }

  observeRequest({ route, method, status, seconds }: HttpObservation): void {
    this.#http.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds)
  }

  countJob(kind: string, outcome: string): void {
    this.#jobs.inc({ kind, outcome })
  }

  setBreaker(connection: string, level: BreakerLevel): void {
    this.#breakers.set({ connection }, BREAKER_LEVELS[level])
  }

  /** A connection that was deleted must not stay a series for ever. */
  forgetBreaker(connection: string): void {
    this.#breakers.remove({ connection })
  }

  /** `read` is asked at each scrape; see `Database.pool`. */
  watchPool(read: () => { total: number; idle: number; waiting: number }): void {
    for (const state of ['total', 'idle', 'waiting'] as const) {
      new PromGauge({
        name: `db_pool_${state}`,
        help: `Database connections of this process: ${state}`,
        registers: [this.registry],
        collect() {
          this.set(read()[state])
        },
      })
    }
  }

  /** The exposition text and its content type. */
  async expose(): Promise<{ type: string; text: string }> {
    this.#watchProcess()
    return { type: this.registry.contentType, text: await this.registry.metrics() }
  }

  /** Memory, event loop, garbage collection: watched from the first scrape on. */
  #watchProcess(): void {
    if (this.#watchesProcess) return
    this.#watchesProcess = true
    promClient().collectDefaultMetrics({ register: this.registry })
  }
}
