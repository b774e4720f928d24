import { Database } from '../../db/database.ts'
import { EventRelay } from '../../events/event-relay.ts'
import { newId } from '../../ids.ts'
import { silentLogger } from '../../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts'
import type { Courier } from '../courier.ts'
import { type CourierOptions, createCourier } from '../create-courier.ts'
import type { JobHandler, NewJob } from '../job.ts'
import { JobQueue } from '../job-queue.ts'

export interface JobRow {
  id: string
  state: string
  attempts: number
  crashes: number
  token: string
  run_at: Date
  last_error: string | null
  trace: string | null
  payload: Record<string, unknown>
}

/** A business clock that a test can turn forward. */
export class TurnableClock {
  #ahead = 0
  now(): number {
    return Date.now() + this.#ahead
  }
  forward(ms: number): void {
    this.#ahead += ms
  }
}

/** A database with jobs, and couriers over it as one process would have them. */
export class JobWorld {
  readonly tenantId = newId()
  readonly clock = new TurnableClock()
  readonly urls: TestDatabase
  readonly database: Database
  readonly redisUrl: string | undefined
  readonly namespace = `test-${newId()}`
  readonly queue: JobQueue
  readonly #relay: EventRelay
  readonly #couriers = new Set<Courier>()

  constructor(urls: TestDatabase, redisUrl: string | undefined) {
    this.urls = urls
    this.redisUrl = redisUrl
    this.database = new Database({ url: urls.appUrl, poolSize: 10, log: silentLogger })
    this.#relay = new EventRelay({ database: this.database, log: silentLogger })
    this.queue = new JobQueue({
      clock: this.clock,
      poke: () => this.poke(),
      trace: () => 'trace-of-the-request',
    })
  }

  static async open(redisUrl?: string): Promise<JobWorld> {
    return new JobWorld(await createTestDatabase(), redisUrl)
  }

  async start(handlers: readonly JobHandler[], options: Partial<CourierOptions> = {}): Promise<Courier> {
    const { database, clock, redisUrl, namespace, urls } = this
    this.#relay.start()
    const own = { database, clock, redisUrl, namespace, databaseUrl: urls.appUrl, log: silentLogger }
    const courier = await createCourier({ ...own, handlers, ...options })
    this.#couriers.add(courier)
    await courier.start()
    return courier
  }

  /** Adds jobs of the world's tenant, committed together. */
  async add(...jobs: Array<Pick<NewJob, 'kind'> & Partial<NewJob>>): Promise<void> {
    const complete = jobs.map((job) => ({ tenantId: this.tenantId, payload: {}, ...job }))
    await this.database.inTenant(this.tenantId, (tx) => this.queue.add(tx, complete))
  }

  /** As a process does that runs none: it only tells the couriers of others. */
  async addElsewhere(job: Pick<NewJob, 'kind'> & Partial<NewJob>): Promise<void> {
    const queue = new JobQueue({ clock: this.clock, poke: () => this.#relay.pokeJobs() })
    await this.database.inTenant(this.tenantId, (tx) =>
      queue.add(tx, [{ tenantId: this.tenantId, payload: {}, ...job }]),
    )
  }

  poke(): void {
    this.#relay.pokeJobs()
    for (const courier of this.#couriers) courier.poke()
  }

  /** In the order in which they were added. */
  rows(kind: string): Promise<JobRow[]> {
    const query = { text: 'select * from jobs where kind = $1 order by id', values: [kind] }
    return this.database.asCourier((tx) => tx.rows<JobRow>(query))
  }

  async row(kind: string): Promise<JobRow> {
    const [row, ...others] = await this.rows(kind)
    if (!row || others.length > 0) throw new Error(`there is not exactly one job ${kind}`)
    return row
  }

  async stop(courier: Courier, deadlineMs = 4_000): Promise<void> {
    this.#couriers.delete(courier)
    await courier.stop(deadlineMs)
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#couriers].map((courier) => this.stop(courier)))
  }

  async close(): Promise<void> {
    await this.stopAll()
    await this.#relay.stop()
    await this.database.close()
    await this.urls.drop()
  }
}
