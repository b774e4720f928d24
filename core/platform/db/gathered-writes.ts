import { setImmediate as endOfTurn } from 'node:timers/promises'
import { HubError } from '../errors.ts'

export interface GatheredWritesOptions<Item, Done> {
  /** One statement for all of them, at most `most`; what became of each, in their order. */
  write(items: readonly Item[]): Promise<readonly Done[]>
  most: number
  /** What an item adds to a statement, and how much of it one statement should hold; it takes one item at least. */
  size(item: Item): number
  mostSize: number
  /** Statements under way at the same time. */
  lanes: number
}

interface Waiting<Item, Done> {
  item: Item
  resolve(done: Done): void
  reject(error: unknown): void
}

/**
 * Makes one statement of what is to be written at the same time: what came in one turn of the event loop goes together,
 * and what comes while a statement is under way goes with the next. Nothing waits for company, so a quiet process is
 * as quick as without.
 *
 * Only a full statement goes beside one that is under way. Two that each take half of what comes need a quarter more
 * processor time, here and in PostgreSQL, and get no more done: docs/decisions/0068.
 */
export class GatheredWrites<Item, Done> {
  readonly #options: GatheredWritesOptions<Item, Done>
  readonly #waiting: Array<Waiting<Item, Done>> = []
  #gathering = false
  #lanes = 0

  constructor(options: GatheredWritesOptions<Item, Done>) {
    this.#options = options
  }

  add(item: Item): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#goOn()
    })
  }

  #goOn(): void {
    if (!this.#gathering && this.#isTime()) void this.#writeNext()
  }

  #isTime(): boolean {
    const { most, lanes } = this.#options
    const waiting = this.#waiting.length
    if (this.#lanes === 0) return waiting > 0
    return this.#lanes < lanes && waiting >= most
  }

  async #writeNext(): Promise<void> {
    this.#gathering = true
    this.#lanes += 1
    await endOfTurn()
    const batch = this.#waiting.splice(0, this.#fitting())
    this.#gathering = false
    this.#goOn()
    await this.#write(batch).catch((error: unknown) => this.#apart(batch, error))
    this.#lanes -= 1
    this.#goOn()
  }

  #fitting(): number {
    const { most, size, mostSize } = this.#options
    const waiting = this.#waiting.slice(0, most)
    let left = mostSize
    const tooMuch = waiting.findIndex(({ item }, at) => {
      left -= size(item)
      return at > 0 && left < 0
    })
    return tooMuch === -1 ? waiting.length : tooMuch
  }

  async #write(batch: ReadonlyArray<Waiting<Item, Done>>): Promise<void> {
    const all = await this.#options.write(batch.map(({ item }) => item))
    all.forEach((done, at) => void batch[at]?.resolve(done))
  }

  /** One that cannot be written must not cost the others theirs. A database that does not answer fails them all. */
  async #apart(batch: ReadonlyArray<Waiting<Item, Done>>, error: unknown): Promise<void> {
    const alone = batch.length === 1 || error instanceof HubError
    for (const one of batch) {
      if (alone) one.reject(error)
      else await this.#write([one]).catch((own: unknown) => one.reject(own))
    }
  }
}
