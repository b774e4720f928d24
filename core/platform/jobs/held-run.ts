import type { Logger } from '../log/logger.ts'
import type { JobRun } from './job.ts'
import type { ClaimedJob } from './job-claims.ts'
import { jobLog } from './job-log.ts'
import { type AbortReason, RunAborted } from './run-aborted.ts'

export interface RunTerms {
  maxAttempts: number
  log: Logger
  /** On the monotonic clock; no later than the moment at which the database calls the lease expired. */
  leaseUntil: number
  /** On the same clock: when the run is told that its time is up. */
  endsBy: number
}

/** One run of a job that this process holds the lease of. What few handlers ask for is made when one asks. */
export class HeldRun implements JobRun {
  readonly id: string
  readonly tenantId: string | null
  readonly payload: Record<string, unknown>
  readonly attempt: number
  readonly isLast: boolean
  readonly job: ClaimedJob
  readonly maxAttempts: number
  readonly endsBy: number
  leaseUntil: number
  /** The row is being written: a heartbeat that took its lock as well could wait for it in a circle. */
  isReporting = false
  readonly #log: Logger
  #ownLog: Logger | undefined
  #controller: AbortController | undefined
  #aborted: RunAborted | undefined
  #onAbort: ((why: AbortReason) => void) | undefined

  constructor(job: ClaimedJob, { maxAttempts, log, leaseUntil, endsBy }: RunTerms) {
    this.id = job.id
    this.tenantId = job.tenantId
    this.payload = job.payload
    this.attempt = job.attempt
    this.isLast = job.attempt >= maxAttempts
    this.job = job
    this.maxAttempts = maxAttempts
    this.leaseUntil = leaseUntil
    this.endsBy = endsBy
    this.#log = log
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController()
      if (this.#aborted) this.#controller.abort(this.#aborted)
    }
    return this.#controller.signal
  }

  get log(): Logger {
    this.#ownLog ??= jobLog(this.#log, this.job)
    return this.#ownLog
  }

  get whyAborted(): AbortReason | undefined {
    return this.#aborted?.why
  }

  /** Tells the handler to end early, and why. Only the first reason counts. */
  abort(why: AbortReason): void {
    if (this.#aborted) return
    this.#aborted = new RunAborted(why)
    this.#controller?.abort(this.#aborted)
    this.#onAbort?.(why)
  }

  /** `told` is called once, at once if it has happened already. */
  onAbort(told: (why: AbortReason) => void): void {
    this.#onAbort = told
    if (this.#aborted) told(this.#aborted.why)
  }
}
