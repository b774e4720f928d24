import { performance } from 'node:perf_hooks'
import type { Logger } from '../log/logger.ts'
import type { HeldRun } from './held-run.ts'
import type { JobLedger } from './job-ledger.ts'
import type { AbortReason } from './run-aborted.ts'

/** Milliseconds of real time. The lease must outlast two missed heartbeats. */
export interface LeaseTimes {
  leaseMs: number
  heartbeatMs: number
}

export const leaseTimes: LeaseTimes = { leaseMs: 15_000, heartbeatMs: 5_000 }

export interface LeaseKeeperOptions {
  ledger: JobLedger
  times: LeaseTimes
  log: Logger
}

/**
 * Renews all leases of this process with one statement a heartbeat, and interrupts the runs that lost theirs or took
 * too long. Two timers for all runs: most end long before either would fire.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions
  readonly #held = new Map<string, HeldRun>()
  #heart: NodeJS.Timeout | undefined
  #beating = false
  #alarm: NodeJS.Timeout | undefined
  #alarmAt = Number.POSITIVE_INFINITY

  constructor(options: LeaseKeeperOptions) {
    this.#options = options
  }

  hold(run: HeldRun): void {
    this.#held.set(run.id, run)
    this.#heart ??= setInterval(() => void this.#beat(), this.#options.times.heartbeatMs).unref()
    this.#lookAt(run.endsBy)
  }

  /** The id may be held again by a later run of the same job, which must keep its lease. */
  release(run: HeldRun): void {
    if (this.#held.get(run.id) === run) this.#held.delete(run.id)
  }

  get runs(): HeldRun[] {
    return [...this.#held.values()]
  }

  abortAll(why: AbortReason): void {
    for (const run of this.#held.values()) run.abort(why)
  }

  #lookAt(moment: number): void {
    if (moment >= this.#alarmAt) return
    clearTimeout(this.#alarm)
    this.#alarmAt = moment
    // A handler that heeds nothing must not hold up the end of the process.
    this.#alarm = setTimeout(() => this.#endLate(), moment - performance.now()).unref()
  }

  #endLate(): void {
    this.#alarmAt = Number.POSITIVE_INFINITY
    const now = performance.now()
    for (const run of this.#held.values()) {
      if (run.endsBy <= now) run.abort('timed out')
      else this.#lookAt(run.endsBy)
    }
  }

  async #beat(): Promise<void> {
    if (this.#held.size === 0) return this.#rest()
    if (this.#beating) return this.#dropExpired()
    this.#beating = true
    try {
      await this.#renew(this.runs.filter(({ isReporting }) => !isReporting))
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the leases of running jobs could not be renewed')
    } finally {
      this.#beating = false
    }
    this.#dropExpired()
  }

  #rest(): void {
    clearInterval(this.#heart)
    this.#heart = undefined
  }

  async #renew(runs: readonly HeldRun[]): Promise<void> {
    const until = performance.now() + this.#options.times.leaseMs
    const kept = await this.#options.ledger.renew(runs.map(({ job }) => job))
    for (const run of runs) {
      if (kept.has(run.id)) run.leaseUntil = until
      else run.abort('lease lost')
    }
  }

  #dropExpired(): void {
    const now = performance.now()
    for (const run of this.#held.values()) {
      if (run.leaseUntil < now) run.abort('lease lost')
    }
  }
}
