import { RetryLater, type SyncHandler, type SyncPage } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { ConnectionHealth } from '../connections/connection-health.ts'
import type { BoundPlugin } from '../host/plugin-host.ts'
import type { BusyTimes, Comparison } from '../ports.ts'
import { type Checkpoint, type CheckpointKey, openCheckpoint, saveFailure } from './checkpoint-repository.ts'
import { SyncOvertaken, SyncPages, WHOLE_CONNECTION } from './sync-pages.ts'

const DAY = 86_400_000
const MINUTE = 60_000
/** What of a calendar matters: from yesterday to the farthest booking horizon, in milliseconds around now. */
const SPAN = { back: DAY, ahead: 400 * DAY }
/** Milliseconds after which a calendar is compared as a whole again, since increments can be missed. */
const FULL_EVERY = DAY

export interface SyncRunnerParts {
  database: Database
  health: ConnectionHealth
  busyTimes: () => BusyTimes
  jobs: JobSink
  clock: Clock
}

export interface SyncAsked {
  /** Of the job. */
  signal: AbortSignal
  /** Compare the calendars as a whole, due or not. */
  full?: boolean
}

interface CalendarRun extends SyncAsked {
  bound: BoundPlugin
  key: CheckpointKey
  handler: SyncHandler
}

/** Runs one sync of one connection, over all its linked calendars where it reads calendars. Each page is stored with its checkpoint. */
export class SyncRunner {
  readonly #parts: SyncRunnerParts

  constructor(parts: SyncRunnerParts) {
    this.#parts = parts
  }

  /** A calendar in trouble does not keep the others from being read; the first failure is thrown at the end. */
  async run(bound: BoundPlugin, sync: string, asked: SyncAsked): Promise<void> {
    const { database, busyTimes } = this.#parts
    const { ref, loaded } = bound
    const handler = loaded.plugin.syncs?.[sync]
    if (!handler) return
    const calendars = ofConnection(bound, sync)
      ? [WHOLE_CONNECTION]
      : await database.inTenant(ref.tenantId, (tx) => busyTimes().calendarsOf(tx, ref))
    const failures: unknown[] = []
    for (const calendar of calendars) {
      asked.signal.throwIfAborted()
      const run = { ...asked, bound, handler, key: { ref, sync, calendar } }
      await this.#calendar(run).catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }

  async #calendar(run: CalendarRun): Promise<void> {
    const { database, health, clock } = this.#parts
    const { bound, key, signal } = run
    try {
      await health.watch(bound, () => this.#read(run))
    } catch (error) {
      // Somebody else has gone on from here, or this run was taken away: neither is a failure of the calendar.
      if (error instanceof SyncOvertaken) return
      signal.throwIfAborted()
      const why = error instanceof Error ? error.message : String(error)
      const failure = { why, at: new Date(clock.now()) }
      await database.inTenant(key.ref.tenantId, (tx) => saveFailure(tx, key, failure))
      throw error
    }
  }

  async #read({ bound, key, handler, signal, full = false }: CalendarRun): Promise<void> {
    const { database, clock } = this.#parts
    const before = await database.inTenant(key.ref.tenantId, (tx) => openCheckpoint(tx, key))
    const now = clock.now()
    const limit = timeLimit(bound, key.sync)
    const stop = AbortSignal.any([signal, limit.signal])
    const pages = new SyncPages(
      { ...this.#parts, key, signal: stop, compare: comparisonOf(before, now) },
      before,
    )
    const from = (checkpoint: string | null) => ({
      calendar: key.calendar,
      checkpoint,
      from: now - SPAN.back,
      to: now + SPAN.ahead,
      save: (page: SyncPage) => pages.save(page),
      signal: stop,
    })
    // A handler that heeds no signal is left behind; it cannot save any more.
    const run = (checkpoint: string | null) =>
      Promise.race([handler.run(bound.ctx, from(checkpoint)), aborted(stop)])
    try {
      // What is no calendar is compared when asked to: its increments say themselves when they no longer reach back.
      const isFull = full || (key.calendar !== WHOLE_CONNECTION && isDueInFull(before, now))
      if (!isFull || before.checkpoint !== null)
        await run(before.checkpoint).catch(isFull ? unless(stop) : raise)
      if (isFull && !pages.hasCompared) await run(null)
    } finally {
      limit.clear()
    }
  }
}

const isDueInFull = ({ full_at: last }: Checkpoint, now: number): boolean =>
  last === null || now - last.getTime() > FULL_EVERY

/**
 * What came into view since the last comparison is no difference. An entry that was written a moment ago may not be
 * told yet; a minute makes up for processes whose clocks differ.
 */
function comparisonOf({ full_at: last }: Checkpoint, now: number): Comparison {
  const known = last?.getTime() ?? now
  return { from: now - SPAN.back, to: Math.min(known, now) + SPAN.ahead, before: now - MINUTE }
}

/**
 * Before a comparison the increments are read, so that it finds what they have lost and not what is news; if they
 * cannot be read, all the more reason to compare.
 */
const unless =
  (stop: AbortSignal) =>
  (error: unknown): void => {
    stop.throwIfAborted()
    if (error instanceof SyncOvertaken) throw error
  }

const raise = (error: unknown): never => {
  throw error
}

const manifestOf = ({ loaded }: BoundPlugin, sync: string) =>
  loaded.manifest.syncs?.find(({ name }) => name === sync)

const ofConnection = (bound: BoundPlugin, sync: string): boolean =>
  manifestOf(bound, sync)?.per === 'connection'

/** The manifest's own limit for one run. */
function timeLimit(bound: BoundPlugin, sync: string): { signal: AbortSignal; clear: () => void } {
  const seconds = manifestOf(bound, sync)?.timeout_seconds ?? 600
  const controller = new AbortController()
  const tooLong = () => controller.abort(new RetryLater(`the sync took longer than ${seconds} s`))
  const timer = setTimeout(tooLong, seconds * 1_000)
  return { signal: controller.signal, clear: () => clearTimeout(timer) }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
