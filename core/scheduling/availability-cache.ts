import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { StoredEvent } from '../platform/events/event.ts'
import type { LocalConsumer } from '../platform/events/event-consumer.ts'
import type { WriteWatcher } from '../platform/events/write-notices.ts'
import type { BookingSetting, Taken } from './booking-setting.ts'
import type { Interval } from './interval.ts'
import { loadSetting, type SettingWanted } from './load-setting.ts'
import { findTaken, type TakenWanted } from './taken-repository.ts'
import { TenantMemo } from './tenant-memo.ts'

/** An answer as it goes over the wire. `validUntil` in epoch milliseconds of the business clock; null: for ever. */
export interface FinishedAnswer {
  readonly bytes: Buffer
  /** The same for the same bytes, as HTTP wants it. */
  readonly etag: string
  readonly validUntil: number | null
}

/**
 * Milliseconds for which something counts that nobody told a change of. An answer may rest on what was read just so long
 * ago, so twice that is the longest that a change can take to show. Where other processes cannot be heard, what no event
 * tells of (hours, services, an outside calendar) is told by nobody.
 */
const LONGEST = { heard: 5_000, unheard: 500 }
const MOST_BYTES = 64 * 1_024 * 1_024
/** Busy times, appointments and resources. */
const MOST_ROWS = 200_000
/** Minutes. Taken times are read by whole weeks, so that different questions rest on the same. */
const WEEK = 7 * 1_440

/**
 * What this process knows of free times: finished answers, and what they were worked out from. All of a tenant's is
 * forgotten with whatever this process writes for it, before the writer has its reply, and with whatever another process
 * wrote, as soon as its event or its notice arrives; all of all when the stream of events breaks or notices may have been
 * missed. A start that is offered a moment too long does no harm: the database decides.
 */
export class AvailabilityCache implements LocalConsumer, WriteWatcher {
  readonly name = 'availability-cache'
  readonly reach = 'every process'
  readonly answers: TenantMemo<FinishedAnswer>
  readonly #settings: TenantMemo<BookingSetting>
  readonly #taken: TenantMemo<Taken>
  readonly #all: ReadonlyArray<Pick<TenantMemo<never>, 'forget' | 'forgetAll'>>
  #longest = LONGEST.unheard

  constructor({ clock, database }: { clock: Clock; database: Pick<Database, 'watchWrites'> }) {
    const longest = () => this.#longest
    this.answers = new TenantMemo({
      longest,
      most: MOST_BYTES,
      sizeOf: ({ bytes }) => bytes.length,
      isGood: ({ validUntil }) => validUntil === null || clock.now() < validUntil,
    })
    this.#settings = new TenantMemo({
      longest,
      most: MOST_ROWS,
      sizeOf: ({ resources }) => 1 + resources.length,
    })
    this.#taken = new TenantMemo({ longest, most: MOST_ROWS, sizeOf: rowsOf })
    this.#all = [this.answers, this.#settings, this.#taken]
    database.watchWrites((tenantId) => this.forget(tenantId))
  }

  /** As `loadSetting`. */
  async setting(tx: Tx, wanted: SettingWanted): Promise<BookingSetting> {
    const { tenantId, serviceId, locationId, inactiveToo, durationMinutes, length } = wanted
    const key = [serviceId, locationId, inactiveToo, durationMinutes, length].join()
    return (await this.#settings.recall(tenantId, key, () => loadSetting(tx, wanted))).value
  }

  /** As `findTaken`, and more than was asked for around it. */
  async taken(tx: Tx, tenantId: string, { resourceIds, range, travel }: TakenWanted): Promise<Taken> {
    const weeks = wholeWeeks(range)
    const key = [weeks.start, weeks.end, ...resourceIds, ...[...travel].flat()].join()
    const find = () => findTaken(tx, tenantId, { resourceIds, range: weeks, travel })
    return (await this.#taken.recall(tenantId, key, find)).value
  }

  forget(tenantId: string): void {
    for (const memo of this.#all) memo.forget(tenantId)
  }

  /** What was kept while others could not be heard may be stale as well: it was meant to count for a moment only. */
  hears(everything: boolean): void {
    const longest = everything ? LONGEST.heard : LONGEST.unheard
    if (longest === this.#longest) return
    this.#longest = longest
    this.onBreak()
  }

  async handle(events: readonly StoredEvent[]): Promise<void> {
    for (const { tenantId } of events) this.forget(tenantId)
  }

  onBreak(): void {
    for (const memo of this.#all) memo.forgetAll()
  }
}

const wholeWeeks = ({ start, end }: Interval): Interval => ({
  start: Math.floor(start / WEEK) * WEEK,
  end: Math.ceil(end / WEEK) * WEEK,
})

function rowsOf({ busy, occupied }: Taken): number {
  const lists = [...busy.values(), ...occupied.values()]
  return 1 + lists.reduce((sum, { length }) => sum + length, 0)
}
