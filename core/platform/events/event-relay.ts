import type { Database } from '../db/database.ts'
import type { Tx } from '../db/tx.ts'
import { WakeLoop } from '../jobs/wake-loop.ts'
import type { Logger } from '../log/logger.ts'
import { EVENTS_CHANNEL, JOBS_CHANNEL } from './channels.ts'

export interface EventRelayOptions {
  database: Database
  log: Logger
}

/** Any number that nothing else locks. */
const RELAY_LOCK = 7_205_902
/** Finds the events of processes that died between commit and poke, and of statements that poke nobody. */
const POLL_MS = 250
/** Under load some fifty batches a second instead of one for each commit; after a quiet moment none waits. */
const PAUSE_MS = 20
const BATCH = 500

/**
 * In the order in which they were written, which within one aggregate is the order of its changes. The target list
 * is evaluated after the sort, since `nextval` is volatile (release notes of 9.6).
 */
const STAMP = `with batch as materialized (
    select tenant_id, id, nextval('event_positions') as position
    from (select tenant_id, id from events where position is null order by seq limit ${BATCH}) oldest
  )
  update events set position = batch.position from batch
  where events.tenant_id = batch.tenant_id and events.id = batch.id`

/**
 * Gives committed events their `position`. One relay at a time does (each process runs one), and the lock is held
 * until its commit is visible, so positions become visible in rising order: whoever reads `position > cursor` never
 * skips an event, however late it was committed. It also sends the notifications, since NOTIFY inside the writers'
 * own transactions would make them commit one after the other.
 */
export class EventRelay {
  readonly #database: Database
  readonly #loop: WakeLoop
  #jobsAdded = false
  #eventsAdded = false
  /** When events were last looked for, by `performance.now()`. */
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor({ database, log }: EventRelayOptions) {
    this.#database = database
    const round = () => this.#round()
    this.#loop = new WakeLoop({ name: 'stamping events', everyMs: POLL_MS, pauseMs: PAUSE_MS, round, log })
  }

  start(): void {
    this.#loop.start()
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  /** Events were committed. */
  poke(): void {
    this.#eventsAdded = true
    this.#loop.poke()
  }

  /** Jobs were committed: the couriers of other processes are told. */
  pokeJobs(): void {
    this.#jobsAdded = true
    this.#loop.poke()
  }

  /** Why events are not being stamped at present; null when they are. */
  get failure(): string | null {
    return this.#loop.failure
  }

  /** Deliveries poke for their jobs up to fifty times a second, and bring no events. */
  async #round(): Promise<void> {
    const jobsAdded = this.#jobsAdded
    const looks = this.#eventsAdded || performance.now() - this.#lookedAt >= POLL_MS
    this.#jobsAdded = false
    this.#eventsAdded = false
    if (jobsAdded) await this.#database.notify(JOBS_CHANNEL)
    if (looks) await this.#stampAll()
  }

  async #stampAll(): Promise<void> {
    const begunAt = performance.now()
    let stamped = await this.#database.asCourier(stampBatch)
    while (stamped === BATCH) stamped = await this.#database.asCourier(stampBatch)
    this.#lookedAt = begunAt
  }
}

async function stampBatch(tx: Tx): Promise<number> {
  const unstamped = { name: 'events-unstamped', text: 'select 1 from events where position is null limit 1' }
  if (!(await tx.first(unstamped))) return 0
  await tx.run({ name: 'events-lock', text: 'select pg_advisory_xact_lock($1)', values: [RELAY_LOCK] })
  // A statement of its own: its snapshot must be younger than the lock, or it would not see the last batch's stamps.
  const stamped = await tx.run({ name: 'events-stamp', text: STAMP })
  if (stamped > 0)
    await tx.run({ name: 'notify', text: "select pg_notify($1, '')", values: [EVENTS_CHANNEL] })
  return stamped
}
