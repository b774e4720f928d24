import type { SyncPage } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { BusyTimes, Compared, Comparison } from '../ports.ts'
import { factJob } from '../webhooks/fact-job.ts'
import {
  type Checkpoint,
  type CheckpointKey,
  type DriftReport,
  lockCheckpoint,
  saveCheckpoint,
} from './checkpoint-repository.ts'
import { lookJobs } from './entry-lookup.ts'

/** Stands for the calendar of a sync that reads none. */
export const WHOLE_CONNECTION = ''

export interface SyncPagesParts {
  database: Database
  busyTimes: () => BusyTimes
  jobs: JobSink
  clock: Clock
  key: CheckpointKey
  /** What a full page is held against. */
  compare: Comparison
  signal: AbortSignal
}

/** Another run of the same sync has stored a page since: what this one would add is older. */
export class SyncOvertaken extends Error {
  override readonly name = 'SyncOvertaken'
}

/**
 * Stores the pages of one run. Page, checkpoint and the jobs for its facts are one transaction, and a page is only
 * stored on top of the one that the run started from.
 */
export class SyncPages {
  readonly #parts: SyncPagesParts
  #last: Checkpoint
  #hasCompared = false

  constructor(parts: SyncPagesParts, before: Checkpoint) {
    this.#parts = parts
    this.#last = before
  }

  /** Whether one of the pages was a full one. */
  get hasCompared(): boolean {
    return this.#hasCompared
  }

  async save(page: SyncPage): Promise<void> {
    const { database, key, clock, jobs, signal } = this.#parts
    signal.throwIfAborted()
    const at = new Date(clock.now())
    const full = page.reset === true || page.replaces !== undefined
    const next = { checkpoint: page.checkpoint, synced_at: at, full_at: full ? at : this.#last.full_at }
    await database.inTenant(key.ref.tenantId, async (tx) => {
      if (!same(await lockCheckpoint(tx, key), this.#last)) throw new SyncOvertaken()
      const compared = await this.#store(tx, page, { syncedAt: at.getTime(), full })
      const report = compared && reportOf(compared, at)
      if (report) await jobs.add(tx, lookJobs(key, compared.missed, report))
      // The first time everything is new, so there is nothing to report.
      await saveCheckpoint(tx, key, { ...next, drift: this.#last.full_at ? report : undefined })
      signal.throwIfAborted()
    })
    this.#last = next
    this.#hasCompared ||= full
  }

  async #store(
    tx: Tx,
    page: SyncPage,
    { syncedAt, full }: { syncedAt: number; full: boolean },
  ): Promise<Compared | undefined> {
    const { busyTimes, jobs, key, compare } = this.#parts
    const facts = page.facts.map((fact) => factJob(key.ref, fact, syncedAt))
    await jobs.add(tx, facts)
    if (key.calendar === WHOLE_CONNECTION) return undefined
    const told = { calendar: key.calendar, page, syncedAt }
    return busyTimes().save(tx, key.ref, full ? { ...told, compare } : told)
  }
}

/** Of more than so many entries that are missing at once, the others are looked for after the next comparison. */
const MOST_LOOKED_FOR = 500

const reportOf = ({ drift, missed }: Compared, at: Date): DriftReport => ({
  ...drift,
  compared_at: at.toISOString(),
  looked_for: missed.slice(0, MOST_LOOKED_FOR).map(({ entryId }) => entryId),
})

function same(now: Checkpoint, then: Checkpoint): boolean {
  return now.checkpoint === then.checkpoint && now.synced_at?.getTime() === then.synced_at?.getTime()
}
