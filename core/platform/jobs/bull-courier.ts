import { JOBS_CHANNEL } from '../events/channels.ts'
import type { NotificationListener } from '../events/notification-listener.ts'
import type { Logger } from '../log/logger.ts'
import { abandonedLoop } from './abandoned-loop.ts'
import { BullQueues } from './bull-queues.ts'
import type { Courier } from './courier.ts'
import { endedWithin, within } from './deadline.ts'
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
  log: Logger
}

/** Finds delayed jobs and retries as they come due, and jobs of which no notification came. */
const POLL_MS = 1_000
/** Workers send on a connection that nothing else would find dead. */
const PROBE_MS = 2_500
const PROBE_DEADLINE_MS = 2_000
/** Turns of a kind that wait at the same time: as many processes as they call to a backlog at once. */
const MOST_TURNS = 8

/**
 * With Redis: every process that works offers turns for the kinds of which jobs are due, Bull gives each turn to one
 * process, and that one claims due rows in Postgres until there are none. Redis can lose everything at any time: turns
 * are offered as long as anything is due.
 */
export class BullCourier implements Courier {
  readonly #options: BullCourierOptions
  readonly #connections: RedisConnections
  readonly #queues: BullQueues
  readonly #offers: WakeLoop
  readonly #due: WakeLoop
  readonly #loops: readonly WakeLoop[]
  readonly #called = new Set<string>()

  constructor(options: BullCourierOptions) {
    const { redisUrl, namespace, runner, log } = options
    this.#options = options
    this.#connections = new RedisConnections({ url: redisUrl, onReady: () => this.poke(), log })
    this.#queues = new BullQueues({ connections: this.#connections, namespace, log })
    const loop = (name: string, everyMs: number, round: () => Promise<void>) =>
      new WakeLoop({ name, everyMs, round, log })
    this.#offers = loop('handing out jobs', POLL_MS, () => this.#offerTurns())
    this.#due = loop('taking due jobs', POLL_MS, () => this.#takeDue())
    const probe = loop('asking Redis', PROBE_MS, () => this.#probe())
    this.#loops = [this.#offers, this.#due, probe, abandonedLoop(runner, log), oversleptLoop(runner, log)]
    runner.whenRoom((kind) => this.#call(kind))
  }

  async start(): Promise<void> {
    const { runner, listener } = this.#options
    if (runner.kinds.length === 0) return
    const poke = () => this.poke()
    listener.listen(JOBS_CHANNEL, { told: poke, connected: poke })
    listener.start()
    for (const kind of runner.kinds) this.#queues.work(kind, () => this.#takeTurn(kind))
    for (const loop of this.#loops) loop.start()
  }

  poke(): void {
    this.#offers.poke()
  }

  async stop(deadlineMs: number): Promise<void> {
    const loops = this.#loops.map((loop) => loop.stop())
    const deaf = this.#options.listener.stop()
    await endedWithin(deadlineMs / 4, Promise.all([deaf, ...loops, this.#queues.pause(deadlineMs / 4)]))
    await this.#options.runner.drain(deadlineMs / 2)
    await this.#queues.close(deadlineMs / 4)
  }

  async health(): Promise<string | null> {
    const failures = this.#loops.map(({ failure }) => failure).filter((failure) => failure !== null)
    return (await redisHealth(this.#connections.commands)) ?? failures[0] ?? null
  }

  async #offerTurns(): Promise<void> {
    if (!this.#reachable) return
    const kinds = await this.#options.runner.countDue(MOST_TURNS)
    try {
      await Promise.all(kinds.map(({ kind, due }) => this.#queues.offer(kind, due)))
    } catch (error) {
      this.#connections.renew()
      throw error
    }
  }

  /** A process that is full keeps one turn until it has room; the others are for those that have. */
  async #takeTurn(kind: string): Promise<void> {
    await this.#options.runner.untilRoom(kind)
    this.#call(kind)
  }

  #call(kind: string): void {
    this.#called.add(kind)
    this.#due.poke()
  }

  async #takeDue(): Promise<void> {
    const kinds = [...this.#called]
    if (kinds.length === 0) return
    this.#called.clear()
    await this.#options.runner.startDue(undefined, kinds)
  }

  async #probe(): Promise<void> {
    if (!this.#reachable) return
    try {
      await within(PROBE_DEADLINE_MS, 'Redis', this.#connections.commands.ping())
    } catch (error) {
      this.#connections.renew()
      throw error
    }
  }

  /** Without Redis nothing is asked for: the rows stay as they are until it is back. */
  get #reachable(): boolean {
    return this.#connections.commands.status === 'ready'
  }
}
