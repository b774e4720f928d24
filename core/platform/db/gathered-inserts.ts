import { HubError } from '../errors.ts'

export interface GatheredInsertsOptions<Item, Done> {
  /** One statement for all of them, at most `most`; what became of each, in their order. */
  insert(items: readonly Item[]): Promise<readonly Done[]>
  most: number
}

interface Waiting<Item, Done> {
  item: Item
  resolve(done: Done): void
  reject(error: unknown): void
}

/**
 * Makes one statement of what is to be inserted at the same time: whatever comes while one is on its way goes with the
 * next. Nothing ever waits for company, so a quiet process is as quick as without.
 */
export class GatheredInserts<Item, Done> {
  readonly #options: GatheredInsertsOptions<Item, Done>
  readonly #waiting: Array<Waiting<Item, Done>> = []
  #busy = false

  constructor(options: GatheredInsertsOptions<Item, Done>) {
    this.#options = options
  }

  add(item: Item): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (!this.#busy) void this.#insertAll()
    })
  }

  async #insertAll(): Promise<void> {
    this.#busy = true
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#options.most)
      await this.#insert(batch).catch((error: unknown) => this.#apart(batch, error))
    }
    this.#busy = false
  }

  async #insert(batch: ReadonlyArray<Waiting<Item, Done>>): Promise<void> {
    const all = await this.#options.insert(batch.map(({ item }) => item))
    all.forEach((done, at) => void batch[at]?.resolve(done))
  }

  /** One that cannot be inserted must not cost the others theirs. A database that does not answer fails them all. */
  async #apart(batch: ReadonlyArray<Waiting<Item, Done>>, error: unknown): Promise<void> {
    const alone = batch.length === 1 || error instanceof HubError
    for (const one of batch) {
      if (alone) one.reject(error)
      else await this.#insert([one]).catch((own: unknown) => one.reject(own))
    }
  }
}
