import type { Clock } from '../clock.ts'
import type { Logger } from '../log/logger.ts'
import type { JobHandler } from './job.ts'
import { type ClaimedJob, JobClaims } from './job-claims.ts'
import { JobExecution, type JobExecutionOptions } from './job-execution.ts'
import { type LeaseTimes, leaseTimes } from './lease-keeper.ts'

export interface JobRunnerOptions extends Omit<JobExecutionOptions, 'lease'> {
  /** One for each kind that this process runs; none where it only adds jobs. */
  handlers: readonly JobHandler[]
  lease?: LeaseTimes
}

const CONCURRENCY = 4

/**
 * Claims jobs and has them executed. Knows nothing of how it came to hear of a job: that is the courier's work.
 * At least once: a handler must bear being run again.
 */
export class JobRunner {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #handlers: ReadonlyMap<string, JobHandler>
  readonly #claims: JobClaims
  readonly #execution: JobExecution
  readonly #running = new Set<Promise<void>>()
  readonly #busy = new Map<string, number>()
  #draining = false

  constructor({ handlers, lease = leaseTimes, ...options }: JobRunnerOptions) {
    this.#clock = options.clock
    this.#log = options.log
    this.#handlers = byKind(handlers)
    this.#claims = new JobClaims(options.database, lease.leaseMs, options.onGivenUp)
    this.#execution = new JobExecution({ ...options, lease })
  }

  /** Each kind that has a handler here, with how many of it may run at once in this process. */
  get places(): ReadonlyMap<string, number> {
    return new Map([...this.#handlers].map(([kind, { concurrency }]) => [kind, concurrency ?? CONCURRENCY]))
  }

  /** Claims one job and runs it to its end. Nothing when it is not to be had; rejects when the claim fails. */
  runById(id: string): Promise<void> {
    return this.#track(async () => {
      if (this.#draining) return
      const job = await this.#claims.byId(id, [...this.#handlers.keys()], this.#clock.now())
      if (job) await this.#run(job)
    })
  }

  /** Starts as many due jobs as there are places free. Gives how many; `onEnd` is called as each one ends. */
  async startDue(onEnd: () => void): Promise<number> {
    const free = this.#free()
    if (free.size === 0) return 0
    return this.#startAll(await this.#claims.due(free, this.#clock.now()), onEnd)
  }

  /** Makes due what waits only because the business clock was put back. */
  async wakeOverslept(): Promise<void> {
    const jobs = await this.#claims.wakeOverslept(this.#clock.now())
    if (jobs > 0)
      this.#log.warn({ jobs }, 'the clock was put back: jobs that would have waited for it were woken')
  }

  /** The same with the jobs whose runner died. */
  async startAbandoned(onEnd: () => void): Promise<number> {
    const free = this.#free()
    if (free.size === 0) return 0
    return this.#startAll(await this.#claims.abandoned(free), onEnd)
  }

  /**
   * Takes no more jobs and waits for those that run. When four fifths of `deadlineMs` are over it fires their
   * signals; what then still runs at the deadline is given back, to start at once elsewhere.
   */
  async drain(deadlineMs: number): Promise<void> {
    this.#draining = true
    if (await this.#quietWithin(deadlineMs * 0.8)) return
    this.#execution.interrupt()
    if (await this.#quietWithin(deadlineMs * 0.2)) return
    const left = await this.#execution.giveBack()
    this.#log.warn({ jobs: left }, 'jobs were still running at the deadline and were given back')
  }

  async #run(job: ClaimedJob): Promise<void> {
    const handler = this.#handlers.get(job.kind)
    if (handler) await this.#execution.run(job, handler)
  }

  #startAll(jobs: readonly ClaimedJob[], onEnd: () => void): number {
    for (const job of jobs) {
      this.#occupy(job.kind, 1)
      void this.#track(() => this.#run(job)).finally(() => {
        this.#occupy(job.kind, -1)
        onEnd()
      })
    }
    return jobs.length
  }

  #occupy(kind: string, change: 1 | -1): void {
    this.#busy.set(kind, (this.#busy.get(kind) ?? 0) + change)
  }

  #free(): Map<string, number> {
    if (this.#draining) return new Map()
    const free = [...this.places].map(([kind, all]) => [kind, all - (this.#busy.get(kind) ?? 0)] as const)
    return new Map(free.filter(([, places]) => places > 0))
  }

  #track(work: () => Promise<void>): Promise<void> {
    const run = work().finally(() => this.#running.delete(run))
    this.#running.add(run)
    return run
  }

  async #quietWithin(ms: number): Promise<boolean> {
    const quiet = Promise.allSettled(this.#running).then(() => true)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, ms, false)
    })
    return Promise.race([quiet, late]).finally(() => clearTimeout(timer))
  }
}

function byKind(handlers: readonly JobHandler[]): Map<string, JobHandler> {
  const known = new Map<string, JobHandler>()
  for (const handler of handlers) {
    if (known.has(handler.kind)) throw new Error(`two handlers were given for jobs of kind ${handler.kind}`)
    known.set(handler.kind, handler)
  }
  return known
}
