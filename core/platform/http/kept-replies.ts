import type { Route } from './route.ts'

/** One with the status 200. */
export interface KeptReply {
  readonly route: Route
  readonly headers: Readonly<Record<string, string>>
  readonly type: string
  readonly bytes: Buffer
  /** Asked each time before it is sent again. */
  counts(): boolean
}

/** Of all that was ever kept since all was forgotten: a bound, not a working size. */
const MOST_BYTES = 64 * 1_024 * 1_024
/** Of a reply, besides its body and its URL. */
const ABOUT_BYTES = 1_024

/** Replies that a handler allowed to give again, by URL and tenant. */
export class KeptReplies {
  readonly #byUrl = new Map<string, Map<string, KeptReply>>()
  readonly #mostBytes: number
  #bytes = 0

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  keep(url: string, tenantId: string, reply: KeptReply): void {
    const bytes = reply.bytes.length + url.length + ABOUT_BYTES
    if (this.#bytes + bytes > this.#mostBytes) this.#forgetAll()
    this.#bytes += bytes
    const ofUrl = this.#byUrl.get(url) ?? new Map<string, KeptReply>()
    this.#byUrl.set(url, ofUrl)
    ofUrl.set(tenantId, reply)
  }

  /** By tenant. */
  at(url: string): ReadonlyMap<string, KeptReply> | undefined {
    return this.#byUrl.get(url)
  }

  #forgetAll(): void {
    this.#byUrl.clear()
    this.#bytes = 0
  }
}
