import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { IS_SUSPECT, NONE_ON_TRIAL } from './suspects.ts'

/** What the broker is told of a job: never its payload. */
export interface HandOut {
  id: string
  kind: string
  /** 0 to 100, higher goes first. */
  priority: number
  /** The row's token: it changes with each claim. */
  token: string
}

const BATCH = 500
/** A hand-out that nobody claimed for this long may have been lost by Redis; handing out twice does no harm. */
const OVERDUE = `clock_timestamp() - interval '10 seconds'`

const MARK = 'update jobs set handed_out_at = clock_timestamp()'
const MARKED = 'returning id, kind, priority, token'

const FRESH = `${MARK} where id = any (array(
    select id from jobs where state = 'waiting' and handed_out_at is null and run_at <= $1
    order by priority desc, run_at, id limit $2 for update skip locked))
  ${MARKED}`

const OVERDUE_WAITING = `${MARK} where id = any (array(
    select id from jobs where state = 'waiting' and handed_out_at < ${OVERDUE} and run_at <= $1
    order by handed_out_at limit $2 for update skip locked))
  ${MARKED}`

const LEFT = `state = 'running' and lease_until < clock_timestamp()
      and (handed_out_at is null or handed_out_at < greatest(lease_until, ${OVERDUE}))`

const ABANDONED = `${MARK} where id = any (array(
    select id from jobs where ${LEFT} and not ${IS_SUSPECT}
    order by lease_until limit $1 for update skip locked))
  or id = (
    select id from jobs where ${LEFT} and ${IS_SUSPECT} and ${NONE_ON_TRIAL}
    order by lease_until limit 1 for update skip locked)
  ${MARKED}`

/** Notes in Postgres what was handed to the broker, so that any process can tell what the broker forgot. */
export class HandOuts {
  readonly #database: Database
  readonly #clock: Clock

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  /** Due jobs that were not handed out yet, the most urgent first; a part, if there are many. */
  async fresh(): Promise<HandOut[]> {
    const found = await this.#mark({ name: 'jobs-hand-out', text: FRESH, values: [this.#now(), BATCH] })
    return found.sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1))
  }

  /** Due jobs that nobody claimed after they were handed out. */
  overdue(): Promise<HandOut[]> {
    return this.#mark({ name: 'jobs-overdue', text: OVERDUE_WAITING, values: [this.#now(), BATCH] })
  }

  /** Jobs whose runner let its lease run out; of suspects one at a time. */
  abandoned(): Promise<HandOut[]> {
    return this.#mark({ name: 'jobs-abandoned', text: ABANDONED, values: [BATCH] })
  }

  /** The broker did not take them: they are fresh again. */
  async takeBack(handOuts: readonly HandOut[]): Promise<void> {
    const text = `update jobs set handed_out_at = null where id = any ($1::uuid[]) and state in ('waiting', 'running')`
    await this.#database.asCourier((tx) => tx.run({ text, values: [handOuts.map(({ id }) => id)] }))
  }

  #now(): Date {
    return new Date(this.#clock.now())
  }

  #mark(statement: { name: string; text: string; values: unknown[] }): Promise<HandOut[]> {
    return this.#database.asCourier((tx) => tx.rows<HandOut>(statement))
  }
}
