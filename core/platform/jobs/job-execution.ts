import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Logger } from '../log/logger.ts'
import { HeldRun } from './held-run.ts'
import type { JobHandler, JobOutcome, OnGivenUp } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import { JobLedger } from './job-ledger.ts'
import { jobLog } from './job-log.ts'
import { LeaseKeeper, type LeaseTimes } from './lease-keeper.ts'
import { type RunEnd, runHandler, timeoutOf } from './run-handler.ts'
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

/** A job that was claimed here, and whose it is to run. */
export interface Begun {
  job: ClaimedJob
  handler: JobHandler
  /** When it was claimed, on the monotonic clock. */
  claimedAt: number
  /** Called when the handler has ended, before the result is written down. */
  onHandled(): void
}

const MAX_ATTEMPTS = 8
/** Milliseconds before each further try to write a result down: a database that restarts must not cost the run. */
const REPORT_AGAIN = [250, 1_000, 4_000]

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
  async run(begun: Begun): Promise<void> {
    const { job } = begun
    const startedAt = performance.now()
    try {
      const result = job.quarantined ? this.#putAway(begun) : await this.#finish(begun, startedAt)
      this.#options.onOutcome?.(job.kind, result, (performance.now() - startedAt) / 1_000)
    } catch (error) {
      jobLog(this.#options.log, job).error({ err: error }, 'the result of a job could not be written down')
    }
  }

  /** Tells all handlers that the hub stops. */
  interrupt(): void {
    this.#leases.abortAll('hub stopping')
  }

  /** Gives back what still runs, so that it starts at once elsewhere. Gives the ids. */
  async giveBack(): Promise<string[]> {
    const left = this.#leases.runs
    await this.#ledger.giveBack(left.map(({ job }) => job))
    return left.map(({ id }) => id)
  }

  /** Leaves to others what was claimed and not begun. */
  async leave(jobs: readonly ClaimedJob[]): Promise<void> {
    await this.#ledger.giveBack(jobs)
  }

  #putAway({ job, onHandled }: Begun): RunResult {
    jobLog(this.#options.log, job).error({}, 'a job ended its runner three times in a row and was put away')
    onHandled()
    return 'quarantined'
  }

  async #finish({ job, handler, claimedAt, onHandled }: Begun, startedAt: number): Promise<RunResult> {
    const run = new HeldRun(job, {
      maxAttempts: job.maxAttempts ?? handler.maxAttempts ?? MAX_ATTEMPTS,
      log: this.#options.log,
      leaseUntil: claimedAt + this.#options.lease.leaseMs,
      endsBy: startedAt + timeoutOf(handler),
    })
    this.#leases.hold(run)
    try {
      const end = await this.#handle(run, handler)
      onHandled()
      return await this.#conclude(run, end)
    } finally {
      this.#leases.release(run)
    }
  }

  async #handle(run: HeldRun, handler: JobHandler): Promise<RunEnd> {
    // The runner died during the last attempt: there is none left to run.
    if (run.attempt > run.maxAttempts)
      return { is: 'retry', why: 'The runner ended during the last attempt.' }
    const { withTrace } = this.#options
    if (!withTrace) return runHandler(run, handler)
    return withTrace(run.job.trace ?? undefined, () => runHandler(run, handler))
  }

  async #conclude(run: HeldRun, end: RunEnd): Promise<RunResult> {
    if (end.is === 'lost') return 'lost'
    if (end.is === 'stopped') {
      await this.#ledger.giveBack([run.job])
      return 'stopped'
    }
    const { clock, random = Math.random } = this.#options
    const { attempt, maxAttempts } = run
    const facts = { attempt, maxAttempts, now: clock.now(), random: random() }
    const settlement = settle(end, facts)
    if (!(await this.#report(run, settlement, facts.now))) return 'lost'
    return settlement.state === 'failed' ? 'failed' : end.is
  }

  async #report(run: HeldRun, settlement: Settlement, now: number): Promise<boolean> {
    for (const wait of REPORT_AGAIN) {
      try {
        return await this.#reportOnce(run, settlement, now)
      } catch {
        await sleep(wait, undefined, { ref: false })
      }
    }
    return this.#reportOnce(run, settlement, now)
  }

  async #reportOnce(run: HeldRun, settlement: Settlement, now: number): Promise<boolean> {
    run.isReporting = true
    try {
      return await this.#ledger.report({ job: run.job, settlement, now })
    } finally {
      run.isReporting = false
    }
  }
}
