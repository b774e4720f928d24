import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { JOBS_CHANNEL } from '../events/channels.ts'
import type { NotificationListener } from '../events/notification-listener.ts'
import type { Logger } from '../log/logger.ts'
import { BullQueues } from './bull-queues.ts'
import type { Courier } from './courier.ts'
import { endedWithin, within } from './deadline.ts'
import { type HandOut, HandOuts } from './hand-outs.ts'
import type { JobRunner } from './job-runner.ts'
import { oversleptLoop } from './overslept-loop.ts'
import { RedisConnections } from './redis-connections.ts'
import { redisHealth } from './redis-health.ts'
import { WakeLoop } from './wake-loop.ts'

export interface BullCourierOptions {
  redisUrl: string
  namespace: string
  runner: JobRunner
  /** Not started; this courier owns it. */
  listener: NotificationListener
  database: Database
  clock: Clock
  log: Logger
}

/** Finds delayed jobs and retries as they come due, and jobs of which no notification came. */
const POLL_MS = 1_000
/** A dead runner's job must run again within 20 s, of which its lease takes 15. */
const SWEEP_MS = 2_500
const PROBE_DEADLINE_MS = 2_000
/** The most that one sweep hands out again, in batches: a large backlog that merely waits must not fill Redis' time. */
const SWEEP_BATCHES = 10

/**
 * With Redis: every process that works hands out due rows as ids, at once when told of them, Bull distributes them, and whoever gets an id claims the row
 * in Postgres before it runs. Redis can lose everything at any time: the sweep hands it out again.
 */
export class BullCourier implements Courier {
  readonly #options: BullCourierOptions
  readonly #handOuts: HandOuts
  readonly #connections: RedisConnections
  readonly #queues: BullQueues
  readonly #dispatch: WakeLoop
  readonly #sweep: WakeLoop
  readonly #overslept: WakeLoop

  constructor(options: BullCourierOptions) {
    const { redisUrl, namespace, database, clock, log } = options
    this.#options = options
    this.#handOuts = new HandOuts(database, clock)
    this.#connections = new RedisConnections(redisUrl, log)
    this.#queues = new BullQueues({ connections: this.#connections, namespace, log })
    const loop = { name: 'handing out jobs', everyMs: POLL_MS, round: () => this.#handOutFresh(), log }
    this.#dispatch = new WakeLoop(loop)
    const sweep = {
      name: 'handing out jobs again',
      everyMs: SWEEP_MS,
      round: () => this.#handOutAgain(),
      log,
    }
    this.#sweep = new WakeLoop(sweep)
    this.#overslept = oversleptLoop(options.runner, log)
  }

  async start(): Promise<void> {
    const { runner, listener } = this.#options
    const poke = () => this.poke()
    listener.listen(JOBS_CHANNEL, { told: poke, connected: poke })
    listener.start()
    for (const [kind, places] of runner.places) this.#queues.work(kind, places, (id) => runner.runById(id))
    this.#dispatch.start()
    this.#sweep.start()
    this.#overslept.start()
  }

  poke(): void {
    this.#dispatch.poke()
  }

  async stop(deadlineMs: number): Promise<void> {
    const loops = Promise.all([this.#dispatch, this.#sweep, this.#overslept].map((loop) => loop.stop()))
    const deaf = this.#options.listener.stop()
    await endedWithin(deadlineMs / 4, Promise.all([deaf, loops, this.#queues.pause(deadlineMs / 4)]))
    await this.#options.runner.drain(deadlineMs / 2)
    await this.#queues.close(deadlineMs / 4)
  }

  async health(): Promise<string | null> {
    const loops = [this.#dispatch, this.#sweep, this.#overslept]
    const failures = loops.map(({ failure }) => failure).filter((failure) => failure !== null)
    return (await redisHealth(this.#connections.commands)) ?? failures[0] ?? null
  }

  async #handOutFresh(): Promise<void> {
    let more = true
    while (more && this.#reachable) more = await this.#handOut(await this.#handOuts.fresh())
  }

  async #handOutAgain(): Promise<void> {
    await this.#probe()
    for (let batch = 0; batch < SWEEP_BATCHES && this.#reachable; batch += 1) {
      const lost = [...(await this.#handOuts.abandoned()), ...(await this.#handOuts.overdue())]
      if (!(await this.#handOut(lost))) return
    }
  }

  /** Workers send on a connection that nothing else would find dead. */
  async #probe(): Promise<void> {
    if (!this.#reachable) return
    try {
      await within(PROBE_DEADLINE_MS, 'Redis', this.#connections.commands.ping())
    } catch (error) {
      this.#connections.renew()
      throw error
    }
  }

  /** False when there was nothing. */
  async #handOut(handOuts: readonly HandOut[]): Promise<boolean> {
    if (handOuts.length === 0) return false
    try {
      await this.#queues.add(handOuts)
      return true
    } catch (error) {
      this.#connections.renew()
      await this.#handOuts.takeBack(handOuts)
      throw error
    }
  }

  /** Without Redis nothing is marked: the rows stay as they are until it is back. */
  get #reachable(): boolean {
    return this.#connections.commands.status === 'ready'
  }
}
