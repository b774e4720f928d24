import type { ProviderFact } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, NewJob, Tick } from '../../platform/jobs/job.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import { type ConnectionRef, isUsable } from '../connections/connection.ts'
import { findAllRefs } from '../connections/connection-repository.ts'
import type { BoundPlugin, PluginHost } from '../host/plugin-host.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { ProviderDirectory } from '../provider-directory.ts'
import type { FactRouter } from '../webhooks/fact-router.ts'
import { entryLookupJob } from './entry-lookup.ts'
import { takeSyncLease } from './sync-lease.ts'
import type { SyncRunner } from './sync-runner.ts'

const MINUTE = 60_000
/** Milliseconds for all calendars of a connection; each has the manifest's limit besides. */
const LIMIT = 600_000
/** Milliseconds until a run that was asked for looks again whether the one before it has ended. */
const WAIT_FOR_OTHER = 2_000

export interface SyncJobParts {
  database: Database
  catalog: PluginCatalog
  host: PluginHost
  runner: SyncRunner
  providers: Pick<ProviderDirectory, 'calendar'>
  facts: FactRouter
  jobs: JobSink
  clock: Clock
}

/** Every minute: puts a job for each sync of each connection whose turn it is. */
export const syncTicks = (): Tick[] => [
  {
    name: 'syncs.plan',
    cron: '0 * * * * *',
    jobs: (slot) => [{ kind: 'syncs.plan', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export function syncJobs(parts: SyncJobParts): JobHandler[] {
  return [
    { kind: 'syncs.plan', maxAttempts: 3, run: () => plan(parts) },
    { kind: 'sync.run', maxAttempts: 5, timeout: LIMIT, concurrency: 4, run: (run) => runSync(parts, run) },
    { kind: 'fact.accept', maxAttempts: 20, run: (run) => acceptFact(parts, run) },
    entryLookupJob(parts),
  ]
}

/**
 * `slot` tells one run from the next: the same sync and slot is the same job. What somebody asked for waits for a run
 * that is under way, since that may have read already what the asking is about.
 */
export function syncJob(
  ref: ConnectionRef,
  sync: string,
  { slot, full = false, asked = false }: { slot: string; full?: boolean; asked?: boolean },
): NewJob {
  return {
    kind: 'sync.run',
    tenantId: ref.tenantId,
    payload: {
      connection_id: ref.connectionId,
      sync,
      ...(full ? { full } : {}),
      ...(asked ? { asked } : {}),
    },
    uniqueKey: `${ref.connectionId}:${sync}:${slot}`,
    priority: 1,
  }
}

async function plan({ database, catalog, jobs, clock }: SyncJobParts): Promise<JobOutcome> {
  const refs = await database.inDirectory((tx) => findAllRefs(tx))
  const minute = Math.floor(clock.now() / MINUTE)
  const due = refs.flatMap((ref) =>
    (catalog.find(ref.plugin)?.manifest.syncs ?? []).map((sync) =>
      syncJob(ref, sync.name, {
        slot: `every-${sync.every_minutes}-${Math.floor(minute / sync.every_minutes)}`,
      }),
    ),
  )
  if (due.length > 0) await database.asCourier((tx) => jobs.add(tx, due))
  return { is: 'done' }
}

async function runSync(parts: SyncJobParts, run: JobRun): Promise<JobOutcome> {
  const { tenantId, payload, signal } = run
  if (tenantId === null) return { is: 'cancel', why: 'a sync belongs to a connection' }
  try {
    const ref = { tenantId, connectionId: String(payload.connection_id) }
    const bound = await parts.host.bind(ref, { background: true })
    // Whatever is wrong with the connection, the next turn comes by itself.
    if (!isUsable(bound.connection))
      return { is: 'cancel', why: `the connection is ${bound.connection.state.is}` }
    return await runAlone(parts, { run, bound })
  } catch (error) {
    signal.throwIfAborted()
    const outcome = outcomeOf(error, parts.clock.now())
    return outcome.is === 'snooze'
      ? { is: 'cancel', why: outcome.why ?? 'the provider could not answer' }
      : outcome
  }
}

/**
 * Never two at once of one connection, in whichever processes. A planned turn is had by the run under way, where that can
 * only be of the same sync; one whose own runner died may itself be what stands in its way.
 */
async function runAlone(
  parts: SyncJobParts,
  { run, bound }: { run: JobRun; bound: BoundPlugin },
): Promise<JobOutcome> {
  const { database, runner, clock } = parts
  const { payload } = run
  const why = 'another run is under way'
  const later: JobOutcome = { is: 'snooze', until: clock.now() + WAIT_FOR_OTHER, why }
  const lease = await takeSyncLease(database, bound.ref)
  if (!lease) return payload.asked || run.attempt > 1 || !isOnlySync(bound) ? later : { is: 'cancel', why }
  const signal = AbortSignal.any([run.signal, lease.lost])
  try {
    await runner.run(bound, String(payload.sync), { signal, full: payload.full === true })
    return { is: 'done' }
  } catch (error) {
    if (lease.lost.aborted && !run.signal.aborted) return later
    throw error
  } finally {
    await lease.release()
  }
}

const isOnlySync = ({ loaded }: BoundPlugin): boolean => loaded.manifest.syncs?.length === 1

async function acceptFact(
  { facts, clock }: SyncJobParts,
  { tenantId, payload }: JobRun,
): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a fact belongs to a connection' }
  const ref = { tenantId, connectionId: String(payload.connection_id) }
  try {
    await facts.accept(ref, payload.fact as ProviderFact, Number(payload.received_at))
    return { is: 'done' }
  } catch (error) {
    return outcomeOf(error, clock.now())
  }
}
