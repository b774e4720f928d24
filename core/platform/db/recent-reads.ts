import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds by default. Reads are dated before they are sent, so what they show is never older than this. */
const GOOD_FOR = 1_000
/** Timers may fire a little early. */
const SAFETY = 50

/**
 * What every request asks for and what hardly ever changes (API keys, connections) is read once a second and process.
 * Whoever changes such a row waits for `outlived` before answering: from then on the change counts in every process, however
 * many there are, and no message has to get through for that. Only finds are kept: what is made counts at once.
 */
export class RecentReads<T> {
  readonly #goodFor: number
  /** In the order in which they were sent. */
  readonly #reads = new Map<string, { sentAt: number; found: Promise<T | undefined> }>()

  constructor(goodFor = GOOD_FOR) {
    this.#goodFor = goodFor
  }

  /** Resolves once nobody goes any more by what was read before now. For `tx.afterCommit`. */
  static outlived(goodFor = GOOD_FOR): Promise<void> {
    return sleep(goodFor + SAFETY)
  }

  /** What `read` gave less than a second ago, or gives now; at the same time it runs once. */
  get(key: string, read: () => Promise<T | undefined>): Promise<T | undefined> {
    const now = performance.now()
    const known = this.#reads.get(key)
    if (known && now - known.sentAt < this.#goodFor) return known.found
    this.#forgetOld(now)
    return this.#keep(key, { sentAt: now, found: read() })
  }

  #keep(key: string, fresh: { sentAt: number; found: Promise<T | undefined> }): Promise<T | undefined> {
    const forget = () => {
      if (this.#reads.get(key) === fresh) this.#reads.delete(key)
    }
    this.#reads.delete(key)
    this.#reads.set(key, fresh)
    fresh.found.then((found) => found === undefined && forget(), forget)
    return fresh.found
  }

  #forgetOld(now: number): void {
    for (const [key, { sentAt }] of this.#reads) {
      if (now - sentAt < this.#goodFor) return
      this.#reads.delete(key)
    }
  }
}
