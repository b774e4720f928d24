import { performance } from 'node:perf_hooks'
import type { Logger } from '../log/logger.ts'
import type { ClaimedJob } from './job-claims.ts'
import type { JobLedger } from './job-ledger.ts'
import { type AbortReason, RunAborted } from './run-aborted.ts'

/** Milliseconds of real time. The lease must outlast two missed heartbeats. */
export interface LeaseTimes {
  leaseMs: number
  heartbeatMs: number
}

export const leaseTimes: LeaseTimes = { leaseMs: 15_000, heartbeatMs: 5_000 }

export interface Lease {
  /** Fires with a `RunAborted` when the run is to end early. */
  readonly signal: AbortSignal
  abort(why: AbortReason): void
  release(): void
}

interface HeldLease {
  job: ClaimedJob
  controller: AbortController
  /** On the monotonic clock; no later than the moment at which the database calls the lease expired. */
  until: number
}

export interface LeaseKeeperOptions {
  ledger: JobLedger
  times: LeaseTimes
  log: Logger
}

/** Renews all leases of this process with one statement a heartbeat, and interrupts the runs that lost theirs. */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions
  readonly #held = new Map<string, HeldLease>()
  #heart: NodeJS.Timeout | undefined
  #beating = false

  constructor(options: LeaseKeeperOptions) {
    this.#options = options
  }

  hold(job: ClaimedJob): Lease {
    const { leaseMs, heartbeatMs } = this.#options.times
    const controller = new AbortController()
    const lease = { job, controller, until: performance.now() + leaseMs }
    this.#held.set(job.id, lease)
    this.#heart ??= setInterval(() => void this.#beat(), heartbeatMs).unref()
    return {
      signal: controller.signal,
      abort: (why) => controller.abort(new RunAborted(why)),
      release: () => this.#release(lease),
    }
  }

  /** The jobs whose runs have not ended. */
  get jobs(): ClaimedJob[] {
    return [...this.#held.values()].map(({ job }) => job)
  }

  abortAll(why: AbortReason): void {
    for (const { controller } of this.#held.values()) controller.abort(new RunAborted(why))
  }

  /** The id may be held again by a later run of the same job, which must keep its lease. */
  #release(lease: HeldLease): void {
    if (this.#held.get(lease.job.id) === lease) this.#held.delete(lease.job.id)
    if (this.#held.size > 0) return
    clearInterval(this.#heart)
    this.#heart = undefined
  }

  async #beat(): Promise<void> {
    if (this.#beating) return this.#dropExpired()
    this.#beating = true
    try {
      await this.#renew([...this.#held.values()])
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the leases of running jobs could not be renewed')
    } finally {
      this.#beating = false
    }
    this.#dropExpired()
  }

  async #renew(leases: readonly HeldLease[]): Promise<void> {
    const until = performance.now() + this.#options.times.leaseMs
    const kept = await this.#options.ledger.renew(leases.map(({ job }) => job))
    for (const lease of leases) {
      if (kept.has(lease.job.id)) lease.until = until
      else lease.controller.abort(new RunAborted('lease lost'))
    }
  }

  #dropExpired(): void {
    const now = performance.now()
    for (const { until, controller } of this.#held.values()) {
      if (until < now) controller.abort(new RunAborted('lease lost'))
    }
  }
}
