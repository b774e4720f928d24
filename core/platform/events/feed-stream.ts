import { Readable } from 'node:stream'
import type { StoredEvent } from './event.ts'

/** Milliseconds. */
export interface FeedTimes {
  /** Between two signs of life where nothing happens: less than proxies and the hub itself wait. */
  beat: number
  /** Until the stream ends and its reader has to show again that it may read. */
  life: number
}

interface Feeding {
  /** Of the last event that its reader has. */
  position: number
  read(after: number, limit: number): Promise<StoredEvent[]>
  times: Partial<FeedTimes>
}

const TIMES: FeedTimes = { beat: 15_000, life: 5 * 60_000 }
const PAGE = 200

/** One reader's server-sent events: reads on when poked, and no faster than its reader takes them. */
export class FeedStream extends Readable {
  readonly #read: Feeding['read']
  readonly #beat: NodeJS.Timeout
  readonly #end: NodeJS.Timeout
  #position: number
  #news = true
  #room = false
  #busy = false
  #ended = false

  constructor({ position, read, times }: Feeding) {
    super({ encoding: 'utf8' })
    const { beat, life } = { ...TIMES, ...times }
    this.#position = position
    this.#read = read
    this.#beat = setInterval(() => this.#say(':\n\n'), beat)
    this.#end = setTimeout(() => this.#finish(), life)
    // The id at once, so that whoever loses the stream before anything happened misses nothing.
    this.#say(`retry: 2000\nid: ${position}\nevent: hello\ndata: {}\n\n`)
  }

  poke(): void {
    this.#news = true
    this.#pump()
  }

  override _read(): void {
    this.#room = true
    this.#pump()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#beat)
    clearTimeout(this.#end)
    done(error)
  }

  #pump(): void {
    if (this.#busy || !this.#news || !this.#room || this.#over) return
    this.#busy = true
    this.#readOn()
      // Its reader comes back with the last id.
      .catch(() => this.destroy())
      .finally(() => {
        this.#busy = false
        this.#pump()
      })
  }

  async #readOn(): Promise<void> {
    this.#news = false
    const events = await this.#read(this.#position, PAGE)
    if (events.length === PAGE) this.#news = true
    this.#position = events.at(-1)?.position ?? this.#position
    this.#say(events.map(messageOf).join(''))
  }

  #say(text: string): void {
    if (this.#over || text === '') return
    this.#room = this.push(text)
  }

  #finish(): void {
    this.#ended = true
    this.push(null)
  }

  get #over(): boolean {
    return this.#ended || this.destroyed
  }
}

/** Ids and types: whoever wants to know more asks for it, and is then let through or not. */
function messageOf({ id, position, type, aggregate, aggregateId, version, occurredAt }: StoredEvent): string {
  const data = {
    id,
    type,
    aggregate,
    aggregate_id: aggregateId,
    version,
    occurred_at: new Date(occurredAt).toISOString(),
  }
  return `id: ${position}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}
