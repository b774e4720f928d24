/**
 * One request a stand-in received. `status` is null while it is being worked on, and for ever when it hung or its
 * socket was reset (`outcome` says which). `worked` tells whether the provider did the work: true after `error_after`
 * and `reset_after` too. `fault` names the outcome of the fault that hit it. Times are epoch milliseconds, real time.
 */
export type JournalEntry = {
  seq: number
  at: number
  method: string
  path: string
  query: string
  headers: Readonly<Record<string, string>>
  body: unknown
  status: number | null
  outcome: 'pending' | 'answered' | 'hung' | 'reset'
  worked: boolean
  fault?: string
  duration_ms: number
  error?: string
}

/** One attempt, or the loss, of a webhook sent by a stand-in. */
export type DeliveryEntry = {
  seq: number
  at: number
  url: string
  label: string
  body: string
  attempt: number
  outcome: 'delivered' | 'failed' | 'lost'
  status: number | null
  error?: string
}

/** Old entries are dropped past this, so that a demo that runs for weeks keeps its size. */
const capacity = 5000

/** Requests and webhook attempts share one rising `seq`, so `after` works for both. Kept in memory only. */
export class Journal {
  #last = 0
  #requests: JournalEntry[] = []
  #deliveries: DeliveryEntry[] = []

  get last(): number {
    return this.#last
  }

  requests(after = 0): JournalEntry[] {
    return this.#requests.filter((entry) => entry.seq > after)
  }

  deliveries(after = 0): DeliveryEntry[] {
    return this.#deliveries.filter((entry) => entry.seq > after)
  }

  /** The entry stays live: the exchange fills in how it ended. */
  openRequest(entry: Omit<JournalEntry, 'seq'>): JournalEntry {
    const stored = { ...entry, seq: ++this.#last }
    this.#requests.push(stored)
    if (this.#requests.length > capacity) this.#requests.shift()
    return stored
  }

  addDelivery(entry: Omit<DeliveryEntry, 'seq'>): void {
    this.#deliveries.push({ ...entry, seq: ++this.#last })
    if (this.#deliveries.length > capacity) this.#deliveries.shift()
  }

  clear(): void {
    this.#requests = []
    this.#deliveries = []
  }
}
