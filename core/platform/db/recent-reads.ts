import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds by default. Reads are dated before they are sent, so what they show is never older than this. */
const GOOD_FOR = 1_000
/** Timers may fire a little early. */
const SAFETY = 50
/** Of its time: what is older and was asked for again is read along with another. */
const DUE_AFTER = 0.9

interface Read<T> {
  /** By `performance.now()`. */
  sentAt: number
  found: Promise<T | undefined>
  askedAgain: boolean
}

/**
 * What every request asks for and what hardly ever changes (API keys, connections) is read once a second and process.
 * Whoever changes such a row waits for `outlived` before answering: from then on the change counts in every process, however
 * many there are, and no message has to get through for that. Only finds are kept: what is made counts at once.
 */
export class RecentReads<T> {
  readonly #goodFor: number
  /** In the order in which they were sent. */
  readonly #reads = new Map<string, Read<T>>()

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
    const known = this.#known(key, now)
    if (known) return known
    this.#forgetOld(now)
    return this.#keep(key, now, read())
  }

  /**
   * The same where one statement can read many: along with `key` it reads what is about to be too old and was asked for
   * again meanwhile, so that a thousand keys in use are some ten statements a second. `read` gives what there is, by key.
   */
  getTogether(
    key: string,
    read: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<T | undefined> {
    const now = performance.now()
    const known = this.#known(key, now)
    if (known) return known
    const others = this.#due(now).filter((other) => other !== key)
    this.#forgetOld(now)
    const all = read([key, ...others])
    const rowOf = (each: string) => all.then((rows) => rows.get(each))
    for (const other of others) this.#keep(other, now, rowOf(other))
    return this.#keep(key, now, rowOf(key))
  }

  #known(key: string, now: number): Promise<T | undefined> | undefined {
    const known = this.#reads.get(key)
    if (known === undefined || now - known.sentAt >= this.#goodFor) return undefined
    known.askedAgain = true
    return known.found
  }

  #due(now: number): string[] {
    const due: string[] = []
    for (const [key, { sentAt, askedAgain }] of this.#reads) {
      if (now - sentAt < this.#goodFor * DUE_AFTER) break
      if (askedAgain) due.push(key)
    }
    return due
  }

  #keep(key: string, sentAt: number, found: Promise<T | undefined>): Promise<T | undefined> {
    const fresh = { sentAt, found, askedAgain: false }
    const forget = () => {
      if (this.#reads.get(key) === fresh) this.#reads.delete(key)
    }
    this.#reads.delete(key)
    this.#reads.set(key, fresh)
    found.then((row) => row === undefined && forget(), forget)
    return found
  }

  #forgetOld(now: number): void {
    for (const [key, { sentAt }] of this.#reads) {
      if (now - sentAt < this.#goodFor) return
      this.#reads.delete(key)
    }
  }
}
