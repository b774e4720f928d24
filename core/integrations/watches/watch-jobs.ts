import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, NewJob, Tick } from '../../platform/jobs/job.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { findAllRefs } from '../connections/connection-repository.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { Farewells } from './farewells.ts'
import type { WatchKeeper } from './watch-keeper.ts'

const SLOT = 5 * 60_000

export interface WatchJobParts {
  database: Database
  catalog: PluginCatalog
  keeper: WatchKeeper
  farewells: Farewells
  jobs: JobSink
  clock: Clock
}

/** Every five minutes each connection whose provider can tell of changes is looked after. */
export const watchTicks = (): Tick[] => [
  {
    name: 'watches.plan',
    cron: '40 */5 * * * *',
    jobs: (slot) => [{ kind: 'watches.plan', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export function watchJobs(parts: WatchJobParts): JobHandler[] {
  return [
    { kind: 'watches.plan', maxAttempts: 3, run: () => plan(parts) },
    { kind: 'watch.tend', maxAttempts: 5, concurrency: 2, run: (run) => tend(parts, run) },
    { kind: 'connection.farewell', maxAttempts: 20, concurrency: 2, run: (run) => parts.farewells.run(run) },
  ]
}

/** `slot` tells one look from the next. */
export const tendJob = ({ tenantId, connectionId }: ConnectionRef, slot: string): NewJob => ({
  kind: 'watch.tend',
  tenantId,
  payload: { connection_id: connectionId },
  uniqueKey: `${connectionId}:${slot}`,
})

async function plan({ database, catalog, jobs, clock }: WatchJobParts): Promise<JobOutcome> {
  const refs = await database.inDirectory((tx) => findAllRefs(tx))
  const slot = `turn-${Math.floor(clock.now() / SLOT)}`
  const due = refs.filter(({ plugin }) => catalog.find(plugin)?.manifest.watches?.length)
  if (due.length > 0)
    await database.asCourier((tx) =>
      jobs.add(
        tx,
        due.map((ref) => tendJob(ref, slot)),
      ),
    )
  return { is: 'done' }
}

/** Whatever is wrong with the provider, the next turn comes by itself. */
async function tend({ keeper, clock }: WatchJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a watch belongs to a connection' }
  try {
    await keeper.tend({ tenantId, connectionId: String(payload.connection_id) })
    return { is: 'done' }
  } catch (error) {
    const outcome = outcomeOf(error, clock.now())
    return outcome.is === 'snooze'
      ? { is: 'cancel', why: outcome.why ?? 'the provider could not answer' }
      : outcome
  }
}
