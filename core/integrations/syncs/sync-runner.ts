import type { SyncPage } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { ConnectionHealth } from '../connections/connection-health.ts'
import type { BoundPlugin } from '../host/plugin-host.ts'
import type { BusyTimes } from '../ports.ts'
import { type CheckpointKey, findCheckpoint, saveCheckpoint, saveFailure } from './checkpoint-repository.ts'

const DAY = 86_400_000
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

/** Runs one sync of one connection over all its linked calendars. Each page is stored with its checkpoint. */
export class SyncRunner {
  readonly #parts: SyncRunnerParts

  constructor(parts: SyncRunnerParts) {
    this.#parts = parts
  }

  async run(bound: BoundPlugin, sync: string, signal: AbortSignal): Promise<void> {
    const { database, busyTimes } = this.#parts
    const { ref } = bound
    const calendars = await database.inTenant(ref.tenantId, (tx) => busyTimes().calendarsOf(tx, ref))
    for (const calendar of calendars) await this.#calendar(bound, { ref, sync, calendar }, signal)
  }

  async #calendar(bound: BoundPlugin, key: CheckpointKey, signal: AbortSignal): Promise<void> {
    const { database, health, clock } = this.#parts
    const handler = bound.loaded.plugin.syncs?.[key.sync]
    if (!handler) return
    const before = await database.inTenant(key.ref.tenantId, (tx) => findCheckpoint(tx, key))
    const now = clock.now()
    const dueInFull = !before?.full_at || now - before.full_at.getTime() > FULL_EVERY
    const run = {
      calendar: key.calendar,
      checkpoint: dueInFull ? null : before.checkpoint,
      from: now - SPAN.back,
      to: now + SPAN.ahead,
      save: (page: SyncPage) => this.#save(key, page, signal),
      signal,
    }
    try {
      await health.watch(key.ref, () => handler.run(bound.ctx, run))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const failure = { why, at: new Date(clock.now()) }
      await database.inTenant(key.ref.tenantId, (tx) => saveFailure(tx, key, failure))
      throw error
    }
  }

  /** Facts travel as jobs of the same transaction: a crash after it loses none. */
  #save(key: CheckpointKey, page: SyncPage, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const { database, busyTimes, jobs, clock } = this.#parts
    const { tenantId, connectionId } = key.ref
    const syncedAt = clock.now()
    return database.inTenant(tenantId, async (tx) => {
      await busyTimes().save(tx, key.ref, { calendar: key.calendar, page, syncedAt })
      await saveCheckpoint(tx, key, {
        checkpoint: page.checkpoint,
        full: page.reset === true || page.replaces !== undefined,
        at: new Date(syncedAt),
      })
      const facts = page.facts.map((fact) => ({
        kind: 'fact.accept',
        tenantId,
        payload: { connection_id: connectionId, fact, received_at: syncedAt },
      }))
      if (facts.length > 0) await jobs.add(tx, facts)
    })
  }
}
