interface Look<T> {
  /** On the process's own steady clock, in milliseconds. */
  readonly askedAt: number
  readonly found: Promise<T>
}

export interface Recalled<T> {
  readonly value: T
  /** Whether who asks now would get the same value. */
  counts(): boolean
}

export interface TenantMemoOptions<T> {
  /** Milliseconds for which something counts. */
  longest(): number
  /** Of new values after which all are forgotten: a bound, not a working size. */
  most: number
  /** In the unit of `most`. */
  sizeOf(value: T): number
  /** Whether one that was kept still counts; always, where left out. */
  isGood?(value: T): boolean
}

/** What this process has looked up, by tenant. A change that is told of takes all of a tenant's away at once. */
export class TenantMemo<T> {
  readonly #options: TenantMemoOptions<T>
  readonly #shelves = new Map<string, Map<string, Look<T>>>()
  #size = 0

  constructor(options: TenantMemoOptions<T>) {
    this.#options = options
  }

  /** What is kept under that key, or a new look; who asks the same at the same time waits for the same. */
  async recall(tenantId: string, key: string, find: () => Promise<T>): Promise<Recalled<T>> {
    const known = this.#shelves.get(tenantId)?.get(key)
    if (known && this.#isRecent(known)) {
      const value = await known.found
      if (this.#isGood(value)) return this.#recalled(tenantId, key, known, value)
    }
    const look = { askedAt: performance.now(), found: find() }
    return this.#recalled(tenantId, key, look, await this.#look(this.#shelfOf(tenantId), key, look))
  }

  /** Takes the shelf away, and with it what is being looked up for it: that may have read too early. */
  forget(tenantId: string): void {
    this.#shelves.delete(tenantId)
  }

  forgetAll(): void {
    this.#shelves.clear()
    this.#size = 0
  }

  #isRecent({ askedAt }: Look<T>): boolean {
    return performance.now() - askedAt < this.#options.longest()
  }

  #isGood(value: T): boolean {
    return this.#options.isGood?.(value) ?? true
  }

  #recalled(tenantId: string, key: string, look: Look<T>, value: T): Recalled<T> {
    const isKept = () => this.#shelves.get(tenantId)?.get(key) === look
    return { value, counts: () => isKept() && this.#isRecent(look) && this.#isGood(value) }
  }

  #shelfOf(tenantId: string): Map<string, Look<T>> {
    const shelf = this.#shelves.get(tenantId) ?? new Map<string, Look<T>>()
    this.#shelves.set(tenantId, shelf)
    return shelf
  }

  async #look(shelf: Map<string, Look<T>>, key: string, look: Look<T>): Promise<T> {
    shelf.set(key, look)
    try {
      const value = await look.found
      this.#size += this.#options.sizeOf(value)
      if (this.#size > this.#options.most) this.forgetAll()
      return value
    } catch (error) {
      if (shelf.get(key) === look) shelf.delete(key)
      throw error
    }
  }
}
