import type { ProviderFact } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import type { JobSink } from '../../platform/jobs/job.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { FactSink } from '../ports.ts'
import { syncJob } from './sync-jobs.ts'

const SECOND = 1_000

/** Puts sync jobs on request: of an admin, or of a provider that says something changed. */
export class SyncRequests implements FactSink {
  readonly handles: ReadonlyArray<ProviderFact['type']> = ['calendar.changed']
  readonly #database: Database
  readonly #host: PluginHost
  readonly #jobs: JobSink
  readonly #clock: Clock

  constructor(parts: { database: Database; host: PluginHost; jobs: JobSink; clock: Clock }) {
    this.#database = parts.database
    this.#host = parts.host
    this.#jobs = parts.jobs
    this.#clock = parts.clock
  }

  /** Gives the names of the syncs that were put. `full` compares the calendars as a whole. */
  async all(ref: ConnectionRef, { full = false }: { full?: boolean | undefined } = {}): Promise<string[]> {
    const { loaded, connection } = await this.#host.bind(ref)
    if (connection.state.is === 'disabled')
      throw new HubError('conflict', { detail: 'The connection is switched off.' })
    const names = (loaded.manifest.syncs ?? []).map(({ name }) => name)
    await this.#put(ref, names, full)
    return names
  }

  async accept(ref: ConnectionRef, fact: ProviderFact): Promise<void> {
    if (fact.type === 'calendar.changed') await this.#put(ref, [fact.sync])
  }

  /** All who ask within a second share one run, which begins when the second is over: none of them is too late for it. */
  async #put(ref: ConnectionRef, names: readonly string[], full = false): Promise<void> {
    const second = Math.floor(this.#clock.now() / SECOND) + 1
    const jobs = names.map((name) => ({
      ...syncJob(ref, name, { slot: `asked-${full ? 'full-' : ''}${second}`, full, asked: true }),
      runAt: second * SECOND,
    }))
    await this.#database.inTenant(ref.tenantId, (tx) => this.#jobs.add(tx, jobs))
  }
}
