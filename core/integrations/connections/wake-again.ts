import type { Database } from '../../platform/db/database.ts'
import type { JobHandler, JobWaker, NewJob } from '../../platform/jobs/job.ts'
import type { ConnectionRef } from './connection.ts'

/** Milliseconds: what ran while the connection was put right may have put itself off after the others were woken. */
const LATER = 20_000

/** `now` in epoch milliseconds of the business clock. */
export const wakeAgainJob = (
  { tenantId, connectionId }: ConnectionRef,
  why: string,
  now: number,
): NewJob => ({
  kind: 'connection.wake',
  tenantId,
  payload: { connection_id: connectionId, why },
  runAt: now + LATER,
})

export const wakeAgain = ({ database, jobs }: { database: Database; jobs: JobWaker }): JobHandler => ({
  kind: 'connection.wake',
  maxAttempts: 3,
  async run({ payload }) {
    await database.asCourier((tx) => jobs.wake(tx, String(payload.why)))
    return { is: 'done' }
  },
})
