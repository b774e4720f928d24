import type { DurableConsumer } from './event-consumer.ts'
import type { EventCursors, HeldCursor } from './event-cursors.ts'
import type { EventReader } from './event-reader.ts'

const BATCH = 200

/** Brings one durable consumer up to the end of the stream, a batch at a time, under its lease. */
export class DurableReading {
  readonly #consumer: DurableConsumer
  readonly #reader: EventReader
  readonly #cursors: EventCursors
  #known = false

  constructor(consumer: DurableConsumer, reader: EventReader, cursors: EventCursors) {
    this.#consumer = consumer
    this.#reader = reader
    this.#cursors = cursors
  }

  async catchUp(): Promise<void> {
    const { name, from } = this.#consumer
    if (!this.#known) await this.#cursors.create(name, from)
    this.#known = true
    const cursor = await this.#cursors.take(name)
    if (!cursor) return
    try {
      await this.#readOn(cursor)
    } finally {
      await this.#cursors.release(name, cursor)
    }
  }

  async #readOn(cursor: HeldCursor): Promise<void> {
    let position: number | undefined = cursor.position
    while (position !== undefined) position = await this.#handleBatch({ ...cursor, position })
  }

  /** The position reached, or undefined at the end of the stream or when another process took over. */
  async #handleBatch({ position, token }: HeldCursor): Promise<number | undefined> {
    const events = await this.#reader.readAll(position, BATCH)
    const last = events.at(-1)
    if (!last) return undefined
    await this.#consumer.handle(events)
    const kept = await this.#cursors.advance(this.#consumer.name, { position: last.position, token })
    return kept ? last.position : undefined
  }
}
