import type { LocalConsumer } from './event-consumer.ts'
import type { EventReader } from './event-reader.ts'

const BATCH = 500

/** Brings one consumer of this process up to the end of the stream; its cursor lives as long as the process. */
export class LocalReading {
  readonly #consumer: LocalConsumer
  readonly #reader: EventReader
  #position: number | undefined

  constructor(consumer: LocalConsumer, reader: EventReader) {
    this.#consumer = consumer
    this.#reader = reader
  }

  async catchUp(): Promise<void> {
    try {
      this.#position ??= await this.#reader.end()
      while (await this.#handleBatch(this.#position)) {}
    } catch (error) {
      this.#consumer.onBreak()
      throw error
    }
  }

  async #handleBatch(after: number): Promise<boolean> {
    const events = await this.#reader.readAll(after, BATCH)
    const last = events.at(-1)
    if (!last) return false
    await this.#consumer.handle(events)
    this.#position = last.position
    return true
  }
}
