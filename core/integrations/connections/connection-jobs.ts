import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobOutcome, JobRun, JobSink, JobWaker, Tick } from '../../platform/jobs/job.ts'
import { outcomeOf } from '../outcome-of.ts'
import type { SyncRequests } from '../syncs/sync-requests.ts'
import type { ConnectionRef } from './connection.ts'
import { findDueRetries, findOwners } from './connection-repository.ts'
import type { ConnectionService } from './connection-service.ts'
import { wakeAgain } from './wake-again.ts'

/** Tenants in one transaction. */
const SLICE = 200

export interface ConnectionJobParts {
  database: Database
  connections: ConnectionService
  syncs: SyncRequests
  jobs: JobSink & JobWaker
  clock: Clock
}

/** Every minute: connections whose provider was away and that nothing else tries again (telephony, payments). */
export const connectionTicks = (): Tick[] => [
  {
    name: 'connections.check',
    cron: '20 * * * * *',
    jobs: (slot) => [{ kind: 'connections.check', tenantId: null, payload: {}, uniqueKey: slot }],
  },
]

export function connectionJobs(parts: ConnectionJobParts): JobHandler[] {
  return [
    { kind: 'connections.check', maxAttempts: 3, run: () => plan(parts) },
    { kind: 'connection.check', maxAttempts: 3, run: (run) => check(parts, run) },
    wakeAgain(parts),
  ]
}

async function plan({ database, jobs, clock }: ConnectionJobParts): Promise<JobOutcome> {
  const owners = await database.inDirectory((tx) => findOwners(tx))
  for (let at = 0; at < owners.length; at += SLICE) {
    const some = owners.slice(at, at + SLICE)
    const due = await database.inTenant(some, (tx) => findDueRetries(tx, some, clock.now()))
    const checks = due.map(({ tenantId, connectionId, at: planned }) => ({
      kind: 'connection.check',
      tenantId,
      payload: { connection_id: connectionId },
      // One job for each look that was planned, however many minutes it waits.
      uniqueKey: `${connectionId}:${planned}`,
    }))
    if (checks.length > 0) await database.asCourier((tx) => jobs.add(tx, checks))
  }
  return { is: 'done' }
}

async function check(parts: ConnectionJobParts, { tenantId, payload }: JobRun): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a connection belongs to a tenant' }
  const ref = { tenantId, connectionId: String(payload.connection_id) }
  try {
    await lookAgain(parts, ref)
    return { is: 'done' }
  } catch (error) {
    return outcomeOf(error, parts.clock.now())
  }
}

/** What was missed meanwhile is read at once, not at the next turn. */
async function lookAgain({ connections, syncs }: ConnectionJobParts, ref: ConnectionRef): Promise<void> {
  const before = await connections.get(ref)
  const { state } = await connections.lookAgain(ref)
  if (before.state.is === 'retrying' && state.is === 'ready') await syncs.all(ref)
}
