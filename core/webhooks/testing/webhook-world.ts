import { randomBytes } from 'node:crypto'
import { OutboundPost } from '../../integrations/index.ts'
import { SecretBox } from '../../platform/crypto/secret-box.ts'
import { Database } from '../../platform/db/database.ts'
import type { NewEvent, StoredEvent } from '../../platform/events/event.ts'
import { EventBus } from '../../platform/events/event-bus.ts'
import { EventReader } from '../../platform/events/event-reader.ts'
import { EventRelay } from '../../platform/events/event-relay.ts'
import { newId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/job.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { JobRunner } from '../../platform/jobs/job-runner.ts'
import { eventually } from '../../platform/jobs/testing/eventually.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import type { Attempt, Delivery } from '../delivery.ts'
import { deliveryJobs } from '../delivery-jobs.ts'
import { DeliveryService } from '../delivery-service.ts'
import type { Endpoint } from '../endpoint.ts'
import { EndpointService } from '../endpoint-service.ts'
import { EventFanOut } from '../event-fan-out.ts'
import { Receiver } from './receiver.ts'

class TurnableClock {
  #ahead = 0
  now(): number {
    return Date.now() + this.#ahead
  }
  forward(ms: number): void {
    this.#ahead += ms
  }
}

/** The slice over a real database, and a receiver that is really called. No jitter. */
export class WebhookWorld {
  readonly clock = new TurnableClock()
  readonly urls: TestDatabase
  readonly database: Database
  readonly receiver: Receiver
  readonly post: OutboundPost
  readonly endpoints: EndpointService
  readonly deliveries: DeliveryService
  readonly fanOut: EventFanOut
  readonly box = new SecretBox(randomBytes(32).toString('hex'))
  readonly #events: EventBus
  readonly #relay: EventRelay
  readonly #reader: EventReader

  private constructor(urls: TestDatabase, receiver: Receiver) {
    this.urls = urls
    this.receiver = receiver
    this.database = new Database({ url: urls.appUrl, poolSize: 10, log: silentLogger })
    this.#relay = new EventRelay({ database: this.database, log: silentLogger })
    this.#events = new EventBus({ poke: () => this.#relay.poke() })
    this.#reader = new EventReader(this.database)
    const { database, clock } = this
    this.post = new OutboundPost({ opened: new Set([receiver.host]) })
    const basics = { database, clock, jobs: new JobQueue({ clock, poke: () => {} }) }
    this.endpoints = new EndpointService({ ...basics, box: this.box, post: this.post })
    this.deliveries = new DeliveryService(basics)
    this.fanOut = new EventFanOut(basics)
    this.#relay.start()
  }

  static async open(): Promise<WebhookWorld> {
    return new WebhookWorld(await createTestDatabase(), await Receiver.start())
  }

  /** An endpoint at a path of the receiver, of a tenant of its own unless one is named. */
  async listen(
    path: string,
    eventTypes: readonly string[] = [],
    tenantId = newId(),
  ): Promise<{ tenantId: string; id: string; endpoint: Endpoint; secret: string }> {
    const url = `http://${this.receiver.host}${path}`
    const made = await this.endpoints.create(tenantId, { url, description: '', eventTypes })
    return { tenantId, id: made.endpoint.id, ...made }
  }

  /** Committed and stamped. */
  async happen(tenantId: string, ...types: string[]): Promise<StoredEvent[]> {
    const before = await this.#reader.end()
    const events = types.map((type): NewEvent => {
      const subject = { aggregate: 'appointment', aggregateId: newId(), version: 1 }
      return { tenantId, ...subject, type, payload: { status: 'confirmed' }, occurredAt: this.clock.now() }
    })
    await this.database.inTenant(tenantId, (tx) => this.#events.append(tx, events))
    return eventually('the events are stamped', async () => {
      const stamped = await this.#reader.readAll(before, 500)
      return stamped.length >= types.length && stamped
    })
  }

  /** The same, read by the fan-out. */
  async tell(tenantId: string, ...types: string[]): Promise<StoredEvent[]> {
    const events = await this.happen(tenantId, ...types)
    await this.fanOut.handle(events)
    return events
  }

  handlers(): JobHandler[] {
    const { database, post, box, clock } = this
    return deliveryJobs({
      database,
      post,
      box,
      clock,
      events: this.#events,
      log: silentLogger,
      random: () => 0,
    })
  }

  /** Another process: what its gates know is its own. */
  runner(): JobRunner {
    return new JobRunner({
      database: this.database,
      clock: this.clock,
      log: silentLogger,
      handlers: this.handlers(),
    })
  }

  /** Runs what is due until nothing is. */
  async work(runner = this.runner()): Promise<void> {
    for (let started = -1; started !== 0; ) {
      let ended = 0
      started = await runner.startDue(() => {
        ended += 1
      })
      await eventually('the jobs have ended', () => ended === started)
    }
  }

  /** The only delivery of an endpoint with its log. */
  async delivery({
    tenantId,
    id,
  }: {
    tenantId: string
    id: string
  }): Promise<{ delivery: Delivery; attempts: Attempt[] }> {
    const page = { endpointId: id, state: undefined, after: undefined, limit: 10 }
    const [delivery, ...others] = await this.deliveries.list(tenantId, page)
    if (!delivery || others.length > 0) throw new Error('there is not exactly one delivery')
    return this.deliveries.get(tenantId, delivery.id)
  }

  async close(): Promise<void> {
    await this.#relay.stop()
    await this.post.close()
    await this.receiver.stop()
    await this.database.close()
    await this.urls.drop()
  }
}
