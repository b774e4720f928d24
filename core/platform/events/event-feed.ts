import type { Readable } from 'node:stream'
import type { Database } from '../db/database.ts'
import { HubError } from '../errors.ts'
import type { StoredEvent } from './event.ts'
import type { LocalConsumer } from './event-consumer.ts'
import { EventReader } from './event-reader.ts'
import { FeedStream, type FeedTimes } from './feed-stream.ts'

export interface FeedAsked {
  tenantId: string
  /** Who reads: so many streams each. */
  actorId: string
  /** The position of the last event that was read; without it from now on. */
  after: number | undefined
}

/** A person with some tabs and a phone, or a screen in the shop. */
const STREAMS_PER_ACTOR = 10

/**
 * Events as they happen, for who reads them over HTTP. This process is told that there are some; each stream then reads
 * those of its own tenant itself, so that it stands behind the same wall as a list would, and misses none.
 */
export class EventFeed implements LocalConsumer {
  readonly name = 'event feed'
  readonly reach = 'every process'
  readonly #reader: EventReader
  readonly #times: Partial<FeedTimes>
  readonly #streams = new Map<FeedStream, FeedAsked>()

  constructor({ database, times = {} }: { database: Database; times?: Partial<FeedTimes> }) {
    this.#reader = new EventReader(database)
    this.#times = times
  }

  async handle(events: readonly StoredEvent[]): Promise<void> {
    const tenants = new Set(events.map(({ tenantId }) => tenantId))
    for (const [stream, { tenantId }] of this.#streams) if (tenants.has(tenantId)) stream.poke()
  }

  /** Streams read on from where they are. */
  onBreak(): void {}

  /**
   * `text/event-stream`. Ends by itself after some minutes, so that whoever may read no more is not told for long.
   * Throws `rate_limited` for too many at once, `events_forgotten` as a list does.
   */
  async open(asked: FeedAsked): Promise<Readable> {
    const own = [...this.#streams.values()].filter(({ actorId }) => actorId === asked.actorId)
    if (own.length >= STREAMS_PER_ACTOR) throw tooMany()
    const { tenantId } = asked
    const position = asked.after ?? (await this.#reader.end())
    const read = (after: number, limit: number) => this.#reader.readEvents([tenantId], after, limit)
    // Before the reply begins: what is forgotten is still an error then.
    if (asked.after !== undefined) await read(position, 1)
    const stream = new FeedStream({ position, read, times: this.#times })
    this.#streams.set(stream, asked)
    stream.once('close', () => this.#streams.delete(stream))
    return stream
  }
}

function tooMany(): HubError {
  return new HubError('rate_limited', {
    detail: `At most ${STREAMS_PER_ACTOR} event streams at once: close one, or read GET /v1/events.`,
    retryAfterSeconds: 30,
  })
}
