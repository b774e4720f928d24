import {
  type CalendarEntry,
  type CalendarInfo,
  type EntryReference,
  Refused,
  type ReservationWish,
  RetryLater,
} from '@askpro/plugin-sdk'
import type { BoundCalendar } from '../../integrations/index.ts'

type Fault =
  | 'none'
  | 'lost_answer'
  | 'outage'
  | 'refuses'
  | 'other_time'
  | 'older_booking'
  | 'older_reference'

/** A calendar at its provider: like Cal.com it knows no idempotency key and gives a moved entry a new reference. */
export class FakeCalendar implements BoundCalendar {
  readonly plugin = 'fake'
  entries: 'whole' | 'parts' = 'whole'
  /** What stands there now, by reference. */
  readonly standing = new Map<string, CalendarEntry>()
  /** Every call, in order. */
  readonly calls: string[] = []
  /** References of entries whose customer did not come. */
  readonly absent = new Set<string>()
  /** What is reserved, by reference. */
  readonly reserved = new Map<string, ReservationWish>()
  /** Set, so that entries have version marks: that of each is how often it was changed. */
  marks: Map<string, number> | undefined
  #faults: Fault[] = []
  #gate: Promise<void> = Promise.resolve()
  #counter = 0

  /** Go wrong in this way at the next writing calls, one after the other. */
  fail(...faults: Fault[]): void {
    this.#faults.push(...faults)
  }

  /** Writing calls wait until the given function is called. */
  pause(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    return resolve
  }

  /** What it says it has. */
  listed: CalendarInfo[] = []

  async listCalendars() {
    return this.listed
  }

  async slots(): Promise<undefined> {
    return undefined
  }

  async find({ entryId }: { entryId: string }): Promise<EntryReference | null> {
    this.calls.push('find')
    for (const [reference, entry] of this.standing)
      if (entry.entryId === entryId) return this.#marked(asReference(reference, entry), entry)
    return null
  }

  create(entry: CalendarEntry): Promise<EntryReference> {
    return this.#write('create', (fault) => this.#put(entry, fault))
  }

  move(reference: string, entry: CalendarEntry): Promise<EntryReference> {
    return this.#write('move', (fault) => {
      if (entry.etag !== undefined && entry.etag !== this.#markOf(entry))
        throw new Refused('changed', 'Somebody has changed it.')
      if (!this.standing.delete(reference)) throw new Refused('404', 'There is no such booking.')
      return this.#put(entry, fault)
    })
  }

  async cancel({ reference }: { reference: string }): Promise<void> {
    await this.#write('cancel', () => {
      this.standing.delete(reference)
      return { reference, start: '', end: '' }
    })
  }

  async reserve(wish: ReservationWish): Promise<{ reference: string }> {
    this.calls.push('reserve')
    if (this.#faults.shift() === 'refuses') throw new Refused('422', 'Somebody else has reserved it.')
    const reference = wish.reference ?? `reservation-${this.reserved.size + 1}`
    this.reserved.set(reference, wish)
    return { reference }
  }

  async release({ reference }: { reference: string }): Promise<void> {
    this.calls.push('release')
    if (this.#faults.shift() === 'outage') throw new RetryLater('the provider is out')
    this.reserved.delete(reference)
  }

  async markAbsent({ reference, absent }: { reference: string; absent: boolean }): Promise<void> {
    if (!this.standing.has(reference)) throw new Refused('404', 'There is no such booking.')
    if (absent) this.absent.add(reference)
    else this.absent.delete(reference)
  }

  #put(entry: CalendarEntry, fault: Fault | undefined): EntryReference {
    const [older] = this.standing
    if (older && fault === 'older_booking') return asReference(...older)
    if (older && fault === 'older_reference') return asReference(older[0], entry)
    this.#counter += 1
    const reference = `booking-${this.#counter}`
    const start =
      fault === 'other_time' ? new Date(Date.parse(entry.start) + 3_600_000).toISOString() : entry.start
    const stands = { ...entry, start }
    this.standing.set(reference, stands)
    this.touch(entry)
    return this.#marked(asReference(reference, stands), entry)
  }

  /** The owner has changed something about it. */
  touch({ entryId }: { entryId: string }): void {
    this.marks?.set(entryId, (this.marks.get(entryId) ?? 0) + 1)
  }

  #markOf({ entryId }: { entryId: string }): string | undefined {
    const mark = this.marks?.get(entryId)
    return mark === undefined ? undefined : String(mark)
  }

  #marked(reference: EntryReference, entry: { entryId: string }): EntryReference {
    const etag = this.#markOf(entry)
    return { ...reference, ...(etag === undefined ? {} : { etag }) }
  }

  async #write(name: string, work: (fault: Fault | undefined) => EntryReference): Promise<EntryReference> {
    this.calls.push(name)
    const fault = this.#faults.shift()
    await this.#gate
    if (fault === 'outage') throw new RetryLater('the provider is out', { after: 5_000 })
    if (fault === 'refuses') throw new Refused('not_available', 'Somebody has an appointment there.')
    const reference = work(fault)
    if (fault === 'lost_answer') throw new RetryLater('the answer was lost')
    return reference
  }
}

const asReference = (reference: string, { start, end }: CalendarEntry): EntryReference => ({
  reference,
  start,
  end,
})
