/** Everything callers were told in one row, word for word: what the checks hold against database and providers. */
export interface Told {
  /** Whose wish it was: a name that stands in the appointment as well; undefined where nothing was wished for. */
  wish: string | undefined
  by: 'function' | 'api'
  asked: string
  /** Epoch milliseconds, and how long the answer took. */
  at: number
  took: number
  /** Undefined where no answer came: the process was gone. */
  status: number | undefined
  retryAfter: string | null
  says: 'booked' | 'held' | 'refused' | 'unsure' | 'other'
  /** Of the appointment, where one was named. */
  appointmentId?: string | undefined
  /** What is wrong with the answer as such. */
  speechless?: boolean
}

export class Witness {
  readonly told: Told[] = []
  /** Calls, by the provider's id, whose end the hub has taken. */
  readonly ended = new Set<string>()
  /** Invoices that were finalized for this row: they are collected once. */
  readonly finalized = new Set<string>()

  /** Somebody else has ended that appointment: what was said of it before is no lie. */
  forget(wish: string): void {
    for (const told of this.told) if (told.wish === wish) told.wish = undefined
  }

  hear(told: Told): Told {
    this.told.push(told)
    return told
  }
}
