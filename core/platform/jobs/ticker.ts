import { type ScheduledTask, schedule } from 'node-cron'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log/logger.ts'
import type { JobSink, NewJob, Tick } from './job.ts'

/** Milliseconds. To make ready to tick takes longer than the first answers after a start, which go first. */
const FIRST_ANSWERS = 50

export interface TickerOptions {
  database: Database
  queue: JobSink
  ticks: readonly Tick[]
  log: Logger
}

/**
 * Enqueues and does nothing else. Every replica ticks: the unique key of tick and time slot makes one job of theirs.
 * A slot in which no replica ran, or the database was away, is not made up for: ticks look at what is due, not at
 * which slot it is.
 */
export class Ticker {
  readonly #options: TickerOptions
  #tasks: ScheduledTask[] = []
  #starting: NodeJS.Timeout | undefined
  readonly #adding = new Set<Promise<void>>()

  constructor(options: TickerOptions) {
    this.#options = options
  }

  start(): void {
    this.#starting = setTimeout(() => this.#schedule(), FIRST_ANSWERS)
  }

  #schedule(): void {
    const options = { timezone: 'UTC', logger: quietly(this.#options.log) }
    this.#tasks = this.#options.ticks.map((tick) =>
      schedule(tick.cron, ({ date }) => this.#track(this.#tick(tick, slotOf(date))), options),
    )
  }

  /** Resolves when the last tick's jobs are written. */
  async stop(): Promise<void> {
    clearTimeout(this.#starting)
    await Promise.all(this.#tasks.map((task) => task.destroy()))
    this.#tasks = []
    await Promise.all(this.#adding)
  }

  #track(adding: Promise<void>): void {
    this.#adding.add(adding)
    void adding.finally(() => this.#adding.delete(adding))
  }

  async #tick(tick: Tick, slot: string): Promise<void> {
    const { database, queue, log } = this.#options
    try {
      const jobs = tick
        .jobs(slot)
        .map((job, index) => ({ ...job, uniqueKey: keyOf({ tick, slot, job, index }) }))
      await database.asCourier((tx) => queue.add(tx, jobs))
    } catch (error) {
      log.warn({ err: error, tick: tick.name, slot }, 'a tick could not add its jobs')
    }
  }
}

interface TickedJob {
  tick: Tick
  slot: string
  job: NewJob
  index: number
}

function keyOf({ tick, slot, job, index }: TickedJob): string {
  return [tick.name, slot, job.uniqueKey ?? index].join(' ')
}

/** To the second, the finest that cron knows: all replicas name the slot alike, however late their timers fire. */
function slotOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

/** node-cron tells of late and missed beats; they need no action here. */
function quietly(log: Logger) {
  const tell = (message: string | Error) =>
    log.debug({ err: message instanceof Error ? message : undefined }, `${message}`)
  return { info: tell, warn: tell, error: tell, debug: tell }
}
