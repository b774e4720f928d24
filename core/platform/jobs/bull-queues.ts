import Bull from 'bull'
import type { Logger } from '../log/logger.ts'
import { endedWithin, within } from './deadline.ts'
import type { RedisConnections } from './redis-connections.ts'

export interface BullQueuesOptions {
  connections: RedisConnections
  /** Begins every key in Redis; hubs that share one Redis need different ones. */
  namespace: string
  log: Logger
}

/** A turn says nothing: which jobs it is about is read from Postgres by whoever gets it. */
type Queue = Bull.Queue<object>

/** `add` of Bull hangs for ever while Redis is away (measured), so it has a deadline of its own. */
const DEADLINE_MS = 3_000

/**
 * The truth about retries and dead runners is in Postgres: Bull's own count of stalls must never fail a job, and
 * its own locks only have to be no slower than the leases.
 */
const SETTINGS: Bull.AdvancedSettings = {
  lockDuration: 10_000,
  lockRenewTime: 3_000,
  stalledInterval: 2_000,
  maxStalledCount: 1_000_000,
  retryProcessDelay: 1_000,
  // Seconds a worker waits in Redis for a turn. A frozen process has one such wait pending for each kind, which can
  // swallow a turn: short waits run out before they do.
  drainDelay: 1,
}

/** One Bull queue for each kind of job. In it lie turns: each lets one process claim due jobs of that kind. */
export class BullQueues {
  readonly #options: BullQueuesOptions
  readonly #queues = new Map<string, Queue>()

  constructor(options: BullQueuesOptions) {
    this.#options = options
  }

  /** Sees to it that so many turns wait for somebody. Rejects when Redis did not take every one of them in time. */
  async offer(kind: string, turns: number): Promise<void> {
    const queue = this.#queue(kind)
    const waiting = await within(DEADLINE_MS, 'Asking Redis for turns', queue.getWaitingCount())
    const missing = Array.from({ length: Math.max(0, turns - waiting) }, () => ({ data: {} }))
    if (missing.length === 0) return
    const added = await within(DEADLINE_MS, 'Handing turns to Redis', queue.addBulk(missing))
    // Bull hides the error of a single command of the batch (Redis out of memory, for one): then there is no id.
    if (added.some(({ id }) => typeof id !== 'string')) throw new Error('Redis refused some of the turns')
  }

  /** `take` is called with each turn that is delivered here, one at a time; goes on trying when Redis is away. */
  work(kind: string, take: () => Promise<void>): void {
    const { log } = this.#options
    this.#queue(kind)
      .process(take)
      .catch((error: unknown) => log.error({ err: error, job_kind: kind }, 'a queue stopped working'))
  }

  /** Takes no more deliveries; those under way go on. */
  async pause(deadlineMs: number): Promise<void> {
    const paused = [...this.#queues.values()].map((queue) => queue.pause(true, true))
    await endedWithin(deadlineMs, Promise.allSettled(paused))
  }

  async close(deadlineMs: number): Promise<void> {
    const closed = [...this.#queues.values()].map((queue) => queue.close(true))
    await endedWithin(deadlineMs, Promise.allSettled(closed))
    this.#options.connections.close()
  }

  #queue(kind: string): Queue {
    const known = this.#queues.get(kind)
    if (known) return known
    const queue = this.#open(kind)
    this.#queues.set(kind, queue)
    return queue
  }

  #open(kind: string): Queue {
    const { connections, namespace, log } = this.#options
    const queue: Queue = new Bull(kind, {
      createClient: connections.of,
      // The braces keep all keys of the queues in one slot of a Redis cluster.
      prefix: `{${namespace}}`,
      settings: SETTINGS,
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    })
    queue.on('error', (error) => log.debug({ err: error, job_kind: kind }, 'Bull reports an error'))
    // Bull 4.16 names its connection in a promise that nobody awaits: a Redis that goes away would end the process.
    return Object.assign(queue, { setWorkerName: async () => {} })
  }
}
