import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { StoredEvent } from '../platform/events/event.ts'
import type { LocalConsumer } from '../platform/events/event-consumer.ts'

/** An answer as it goes over the wire. `validUntil` in epoch milliseconds of the business clock; null: for ever. */
export interface FinishedAnswer {
  readonly bytes: Buffer
  /** The same for the same bytes, as HTTP wants it. */
  readonly etag: string
  readonly validUntil: number | null
}

interface Look {
  /** On the process's own steady clock, in milliseconds. */
  readonly askedAt: number
  readonly found: Promise<FinishedAnswer>
}

type Shelf = Map<string, Look>

/** Milliseconds. What no event tells of (hours, services, an outside calendar) counts in every process after this. */
const LONGEST = 1_000
/** Bytes of new answers after which all are forgotten: a bound, not a working size. */
const MOST = 64 * 1_024 * 1_024

/**
 * Finished answers of this process, by tenant. All of a tenant's are forgotten with whatever this process writes for
 * it, before the writer has its reply, and with every event that another process wrote, as soon as it arrives; all of
 * all when the stream of events breaks. A start that is offered a moment too long does no harm: the database decides.
 */
export class AvailabilityCache implements LocalConsumer {
  readonly name = 'availability-cache'
  readonly reach = 'every process'
  readonly #clock: Clock
  readonly #shelves = new Map<string, Shelf>()
  #size = 0

  constructor({ clock, database }: { clock: Clock; database: Pick<Database, 'watchWrites'> }) {
    this.#clock = clock
    database.watchWrites((tenantId) => this.forget(tenantId))
  }

  /** The answer kept for that question, or a new one; who asks the same at the same time waits for the same. */
  async answer(
    tenantId: string,
    question: string,
    find: () => Promise<FinishedAnswer>,
  ): Promise<FinishedAnswer> {
    const askedAt = performance.now()
    const known = this.#shelves.get(tenantId)?.get(question)
    if (known && askedAt - known.askedAt < LONGEST) {
      const answer = await known.found
      if (answer.validUntil === null || this.#clock.now() < answer.validUntil) return answer
    }
    return this.#look(this.#shelfOf(tenantId), question, { askedAt, found: find() })
  }

  /** Takes the shelf away, and with it what is being looked up for it: that may have read too early. */
  forget(tenantId: string): void {
    this.#shelves.delete(tenantId)
  }

  async handle(events: readonly StoredEvent[]): Promise<void> {
    for (const { tenantId } of events) this.forget(tenantId)
  }

  onBreak(): void {
    this.#shelves.clear()
    this.#size = 0
  }

  #shelfOf(tenantId: string): Shelf {
    const shelf = this.#shelves.get(tenantId) ?? new Map<string, Look>()
    this.#shelves.set(tenantId, shelf)
    return shelf
  }

  async #look(shelf: Shelf, question: string, look: Look): Promise<FinishedAnswer> {
    shelf.set(question, look)
    try {
      const answer = await look.found
      this.#size += answer.bytes.length
      if (this.#size > MOST) this.onBreak()
      return answer
    } catch (error) {
      if (shelf.get(question) === look) shelf.delete(question)
      throw error
    }
  }
}
