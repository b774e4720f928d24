import Bull from 'bull'
import type { Logger } from '../log/logger.ts'
import { endedWithin, within } from './deadline.ts'
import type { HandOut } from './hand-outs.ts'
import type { RedisConnections } from './redis-connections.ts'

export interface BullQueuesOptions {
  connections: RedisConnections
  /** Begins every key in Redis; hubs that share one Redis need different ones. */
  namespace: string
  log: Logger
}

type Queue = Bull.Queue<{ id: string }>

/** `add` of Bull hangs for ever while Redis is away (measured), so it has a deadline of its own. */
const ADD_DEADLINE_MS = 3_000

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
  // Seconds a worker waits in Redis for a delivery. A frozen process has one such wait pending for each of its
  // places, and each can swallow a job until the stall check finds it: short waits run out before they do.
  drainDelay: 1,
}

/** One Bull queue for each kind of job, so that concurrency and rate limits are the kind's own. */
export class BullQueues {
  readonly #options: BullQueuesOptions
  readonly #queues = new Map<string, Queue>()

  constructor(options: BullQueuesOptions) {
    this.#options = options
  }

  /** Rejects when Redis did not take every one of them in time. */
  async add(handOuts: readonly HandOut[]): Promise<void> {
    const byKind = Map.groupBy(handOuts, ({ kind }) => kind)
    await Promise.all([...byKind].map(([kind, some]) => this.#addTo(this.#queue(kind), some)))
  }

  /** Runs `work` for each id that is delivered; goes on trying when Redis is away. */
  work(kind: string, places: number, work: (id: string) => Promise<void>): void {
    const { log } = this.#options
    this.#queue(kind)
      .process(places, ({ data }) => work(data.id))
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

  async #addTo(queue: Queue, handOuts: readonly HandOut[]): Promise<void> {
    const jobs = handOuts.map((handOut) => ({ data: { id: handOut.id }, opts: optionsOf(handOut) }))
    const added = await within(ADD_DEADLINE_MS, 'Handing jobs to Redis', queue.addBulk(jobs))
    // Bull hides the error of a single command of the batch (Redis out of memory, for one): then there is no id.
    if (added.some(({ id }) => typeof id !== 'string')) throw new Error('Redis refused some of the jobs')
  }
}

/**
 * The id holds the row's token: while a job waits in Redis it is handed out again without a double, and after each
 * claim it is a new job to Redis, even if the dead runner's one still lies there. Bull's 1 is the most urgent and
 * goes before those without a priority.
 */
function optionsOf({ id, token, priority }: HandOut): Bull.JobOptions {
  const jobId = `${id}.${token}`
  return priority > 0 ? { jobId, priority: 101 - priority } : { jobId }
}
