import type { ProviderFact } from '@askpro/plugin-sdk'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, NewJob, Tick } from '../../platform/jobs/job.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import { type ConnectionRef, isUsable } from '../connections/connection.ts'
import { findAllRefs } from '../connections/connection-repository.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { ProviderDirectory } from '../provider-directory.ts'
import type { FactRouter } from '../webhooks/fact-router.ts'
import { entryLookupJob } from './entry-lookup.ts'
import type { SyncRunner } from './sync-runner.ts'

const MINUTE = 60_000
/** Milliseconds for all calendars of a connection; each has the manifest's limit besides. */
const LIMIT = 600_000

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

/** `slot` tells one run from the next: the same sync and slot is the same job. */
export function syncJob(
  ref: ConnectionRef,
  sync: string,
  { slot, full = false }: { slot: string; full?: boolean },
): NewJob {
  return {
    kind: 'sync.run',
    tenantId: ref.tenantId,
    payload: { connection_id: ref.connectionId, sync, ...(full ? { full } : {}) },
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

async function runSync(parts: SyncJobParts, { tenantId, payload, signal }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a sync belongs to a connection' }
  try {
    const bound = await parts.host.bind({ tenantId, connectionId: String(payload.connection_id) })
    // Whatever is wrong with the connection, the next turn comes by itself.
    if (!isUsable(bound.connection))
      return { is: 'cancel', why: `the connection is ${bound.connection.state.is}` }
    await parts.runner.run(bound, String(payload.sync), { signal, full: payload.full === true })
    return { is: 'done' }
  } catch (error) {
    signal.throwIfAborted()
    const outcome = outcomeOf(error, parts.clock.now())
    return outcome.is === 'snooze'
      ? { is: 'cancel', why: outcome.why ?? 'the provider could not answer' }
      : outcome
  }
}

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
