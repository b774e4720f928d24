import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log/logger.ts'
import type { JobHandler, JobOutcome, OnGivenUp } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import { JobLedger } from './job-ledger.ts'
import { jobLog } from './job-log.ts'
import { LeaseKeeper, type LeaseTimes } from './lease-keeper.ts'
import { type HandlerRun, type RunEnd, runHandler } from './run-handler.ts'
import { type Settlement, settle } from './settlement.ts'

/** What a run came to, for metrics: `failed` used up its attempts, `lost` its lease, `stopped` goes on elsewhere. */
export type RunResult = JobOutcome['is'] | 'failed' | 'quarantined' | 'lost' | 'stopped'

export interface JobExecutionOptions {
  database: Database
  /** The business clock: a retry is due by it. */
  clock: Clock
  log: Logger
  lease: LeaseTimes
  /** For metrics. `seconds` is how long the run took. */
  onOutcome?: (kind: string, result: RunResult, seconds: number) => void
  onGivenUp?: OnGivenUp
  /** Runs the handler inside the trace of the request that made the job. */
  withTrace?: <T>(trace: string | undefined, work: () => Promise<T>) => Promise<T>
  /** 0 up to 1; default Math.random. */
  random?: () => number
}

const MAX_ATTEMPTS = 8
/** Milliseconds before each try to write a result down: a database that restarts must not cost the run. */
const REPORT_TRIES = [0, 250, 1_000, 4_000]

/** What happens to a claimed job: its lease is kept, its handler runs, the result is written down. */
export class JobExecution {
  readonly #options: JobExecutionOptions
  readonly #ledger: JobLedger
  readonly #leases: LeaseKeeper

  constructor(options: JobExecutionOptions) {
    const { database, lease: times, log, onGivenUp } = options
    this.#options = options
    this.#ledger = new JobLedger(database, times.leaseMs, onGivenUp)
    this.#leases = new LeaseKeeper({ ledger: this.#ledger, times, log })
  }

  /** Never rejects: a result that could not be written is made again by the next runner, when the lease ran out. */
  async run(job: ClaimedJob, handler: JobHandler): Promise<void> {
    const log = jobLog(this.#options.log, job)
    const startedAt = performance.now()
    try {
      const result = job.quarantined ? quarantined(log) : await this.#finish(job, handler, log)
      this.#options.onOutcome?.(job.kind, result, (performance.now() - startedAt) / 1_000)
    } catch (error) {
      log.error({ err: error }, 'the result of a job could not be written down')
    }
  }

  /** Tells all handlers that the hub stops. */
  interrupt(): void {
    this.#leases.abortAll('hub stopping')
  }

  /** Gives back what still runs, so that it starts at once elsewhere. Gives the ids. */
  async giveBack(): Promise<string[]> {
    const left = this.#leases.jobs
    await this.#ledger.giveBack(left)
    return left.map(({ id }) => id)
  }

  async #finish(job: ClaimedJob, handler: JobHandler, log: Logger): Promise<RunResult> {
    const lease = this.#leases.hold(job)
    const maxAttempts = job.maxAttempts ?? handler.maxAttempts ?? MAX_ATTEMPTS
    try {
      const end = await this.#handle({ job, handler, maxAttempts, lease, log })
      return await this.#conclude(job, end, maxAttempts)
    } finally {
      lease.release()
    }
  }

  async #handle(run: HandlerRun): Promise<RunEnd> {
    // The runner died during the last attempt: there is none left to run.
    if (run.job.attempt > run.maxAttempts)
      return { is: 'retry', why: 'The runner ended during the last attempt.' }
    const { withTrace } = this.#options
    if (!withTrace) return runHandler(run)
    return withTrace(run.job.trace ?? undefined, () => runHandler(run))
  }

  async #conclude(job: ClaimedJob, end: RunEnd, maxAttempts: number): Promise<RunResult> {
    if (end.is === 'lost') return 'lost'
    if (end.is === 'stopped') {
      await this.#ledger.giveBack([job])
      return 'stopped'
    }
    const { clock, random = Math.random } = this.#options
    const facts = { attempt: job.attempt, maxAttempts, now: clock.now(), random: random() }
    const settlement = settle(end, facts)
    if (!(await this.#report(job, settlement, facts.now))) return 'lost'
    return settlement.state === 'failed' ? 'failed' : end.is
  }

  async #report(job: ClaimedJob, settlement: Settlement, now: number): Promise<boolean> {
    let problem: unknown
    for (const wait of REPORT_TRIES) {
      await sleep(wait)
      try {
        return await this.#ledger.report(job, settlement, now)
      } catch (error) {
        problem = error
      }
    }
    throw problem
  }
}

function quarantined(log: Logger): RunResult {
  log.error({}, 'a job ended its runner three times in a row and was put away')
  return 'quarantined'
}
