import type { Database } from '../db/database.ts'
import { WakeLoop } from '../jobs/wake-loop.ts'
import type { Logger } from '../log/logger.ts'
import { EVENTS_CHANNEL } from './channels.ts'
import { DurableReading } from './durable-reading.ts'
import type { StoredEvent } from './event.ts'
import type { EventConsumer } from './event-consumer.ts'
import { EventCursors } from './event-cursors.ts'
import { EventReader } from './event-reader.ts'
import { LocalReading } from './local-reading.ts'
import type { NotificationListener } from './notification-listener.ts'

export interface EventStreamOptions {
  database: Database
  /** Not started; the stream owns it. */
  listener: NotificationListener
  log: Logger
}

/** Finds what no notification told of. */
const POLL_MS = 1_000

/** The stamped events of the hub: pages for the API, and callbacks for consumers in this process. */
export class EventStream {
  readonly #options: EventStreamOptions
  readonly #reader: EventReader
  readonly #loops: WakeLoop[] = []

  constructor(options: EventStreamOptions) {
    this.#options = options
    this.#reader = new EventReader(options.database)
  }

  /** As `EventReader.readEvents`. */
  readEvents(tenantIds: readonly string[], after: number | undefined, limit: number): Promise<StoredEvent[]> {
    return this.#reader.readEvents(tenantIds, after, limit)
  }

  /** To be called before `start`. Consumers do not wait for each other. */
  subscribe(consumer: EventConsumer): void {
    const reading = this.#readingFor(consumer)
    const name = `reading events for ${consumer.name}`
    const round = () => reading.catchUp()
    const pauseMs = 'restMs' in consumer ? consumer.restMs : undefined
    const { log } = this.#options
    this.#loops.push(
      new WakeLoop({ name, everyMs: POLL_MS, ...(pauseMs === undefined ? {} : { pauseMs }), round, log }),
    )
  }

  start(): void {
    if (this.#loops.length === 0) return
    const poke = () => this.#poke()
    this.#options.listener.listen(EVENTS_CHANNEL, { told: poke, connected: poke })
    this.#options.listener.start()
    for (const loop of this.#loops) loop.start()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#options.listener.stop(), ...this.#loops.map((loop) => loop.stop())])
  }

  /** The consumers that are stuck, in one line; null when none is. */
  get failure(): string | null {
    return this.#loops.map(({ failure }) => failure).find((failure) => failure !== null) ?? null
  }

  #poke(): void {
    for (const loop of this.#loops) loop.poke()
  }

  #readingFor(consumer: EventConsumer): { catchUp(): Promise<void> } {
    if (consumer.reach === 'every process') return new LocalReading(consumer, this.#reader)
    return new DurableReading(consumer, this.#reader, new EventCursors(this.#options.database))
  }
}
