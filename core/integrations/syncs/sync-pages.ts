import type { SyncPage } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { JobSink, NewJob } from '../../platform/jobs/job.ts'
import type { BusyTimes } from '../ports.ts'
import {
  type Checkpoint,
  type CheckpointKey,
  lockCheckpoint,
  saveCheckpoint,
} from './checkpoint-repository.ts'

export interface SyncPagesParts {
  database: Database
  busyTimes: () => BusyTimes
  jobs: JobSink
  clock: Clock
  key: CheckpointKey
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

  constructor(parts: SyncPagesParts, before: Checkpoint) {
    this.#parts = parts
    this.#last = before
  }

  async save(page: SyncPage): Promise<void> {
    const { database, key, clock, signal } = this.#parts
    signal.throwIfAborted()
    const at = new Date(clock.now())
    const full = page.reset === true || page.replaces !== undefined
    const next = { checkpoint: page.checkpoint, synced_at: at, full_at: full ? at : this.#last.full_at }
    await database.inTenant(key.ref.tenantId, async (tx) => {
      if (!same(await lockCheckpoint(tx, key), this.#last)) throw new SyncOvertaken()
      await this.#store(tx, page, at.getTime())
      await saveCheckpoint(tx, key, next)
      signal.throwIfAborted()
    })
    this.#last = next
  }

  async #store(tx: Tx, page: SyncPage, syncedAt: number): Promise<void> {
    const { busyTimes, jobs, key } = this.#parts
    const { tenantId, connectionId } = key.ref
    await busyTimes().save(tx, key.ref, { calendar: key.calendar, page, syncedAt })
    const facts = page.facts.map(
      (fact): NewJob => ({
        kind: 'fact.accept',
        tenantId,
        payload: { connection_id: connectionId, fact, received_at: syncedAt },
      }),
    )
    await jobs.add(tx, facts)
  }
}

function same(now: Checkpoint, then: Checkpoint): boolean {
  return now.checkpoint === then.checkpoint && now.synced_at?.getTime() === then.synced_at?.getTime()
}
