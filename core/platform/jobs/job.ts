import type { Tx } from '../db/tx.ts'
import type { Logger } from '../log/logger.ts'

/** What a use case asks for, in its own transaction. */
export interface NewJob {
  /** `noun.verb`, the name under which the handler is registered. */
  kind: string
  /** Ids and facts only, never personal data or secrets. */
  payload: Record<string, unknown>
  /** Null for the hub's own housekeeping (courier scope only). */
  tenantId: string | null
  /**
   * The same kind and key is the same job, over all tenants and until it is purged long after its end: a second one
   * is not made. So a key names an id of the hub, or begins with one.
   */
  uniqueKey?: string
  /** Epoch milliseconds of the business clock; default now. */
  runAt?: number
  /** 0 (ordinary) to 100; higher goes first. */
  priority?: number
}

/** What became of a run. An exception is `retry` with the handler's backoff, and is logged as a bug. */
export type JobOutcome =
  | { is: 'done' }
  /** A failure that may pass: counts as an attempt. `after` in milliseconds, else the handler's backoff. */
  | { is: 'retry'; why: string; after?: number }
  /** Will never succeed, or is no longer wanted. */
  | { is: 'cancel'; why: string }
  /** Not now (a provider asked to wait): does not count as an attempt. Epoch milliseconds. */
  | { is: 'snooze'; until: number; why?: string }

export interface JobRun {
  id: string
  tenantId: string | null
  payload: Record<string, unknown>
  /** 1 on the first run. */
  attempt: number
  /** The last attempt there will be. */
  isLast: boolean
  /** Fires when the lease is lost, the time is up or the hub stops (`RunAborted`): outside calls should end. */
  signal: AbortSignal
  log: Logger
}

export interface JobHandler {
  kind: string
  /** Default 8. */
  maxAttempts?: number
  /** Milliseconds one run may take before its lease is given up; default 60 s. */
  timeout?: number
  /** Runs at once per process, default 4. */
  concurrency?: number
  run(run: JobRun): Promise<JobOutcome>
}

/** One that failed on its last attempt or was quarantined. */
export interface GivenUpJob {
  id: string
  tenantId: string | null
  kind: string
  /** Another one each time that the job was claimed. */
  token: string
}

/** Called in the transaction that gives jobs up, as the courier. */
export type OnGivenUp = (tx: Tx, jobs: readonly GivenUpJob[]) => Promise<void>

/** Puts jobs beside the rows that made them necessary. Implemented by `JobQueue`. */
export interface JobSink {
  add(tx: Tx, jobs: readonly NewJob[]): Promise<void>
}

/** What jobs waited for is there again. Implemented by `JobQueue`. */
export interface JobWaker {
  /** Makes due, over all tenants, what was put off with that very reason. Needs the courier's scope. */
  wake(tx: Tx, why: string): Promise<void>
}

/** A tick inserts jobs and does nothing else; `slot` names the time slot for the uniqueness key. */
export interface Tick {
  name: string
  /** Cron expression with seconds (node-cron). */
  cron: string
  jobs(slot: string): NewJob[]
}
