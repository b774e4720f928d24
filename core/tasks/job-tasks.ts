import type { Database } from '../platform/db/database.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { GivenUpJob, JobHandler, JobOutcome, JobRun, JobSink } from '../platform/jobs/job.ts'
import { findGivenUpJob } from './given-up-repository.ts'
import type { TaskBoard } from './task-board.ts'

const KIND = 'task.of_job'

export const topicOfJob = (id: string): string => `job:${id}`

/** For each job of a tenant that was given up another one, which opens the task: the courier sees no tasks. */
export async function announceGivenUp(tx: Tx, sink: JobSink, jobs: readonly GivenUpJob[]): Promise<void> {
  const ours = jobs.filter(({ tenantId, kind }) => tenantId !== null && kind !== KIND)
  await sink.add(
    tx,
    ours.map(({ id, tenantId, token }) => ({
      kind: KIND,
      tenantId,
      payload: { job_id: id },
      uniqueKey: `${id}:${token}`,
    })),
  )
}

export function taskJobs(parts: { database: Database; board: TaskBoard }): JobHandler[] {
  return [{ kind: KIND, maxAttempts: 20, run: (run) => openTask(parts, run) }]
}

async function openTask(
  { database, board }: { database: Database; board: TaskBoard },
  { tenantId, payload }: JobRun,
): Promise<JobOutcome> {
  if (tenantId === null) return { is: 'cancel', why: 'a task belongs to a tenant' }
  const id = String(payload.job_id)
  return database.inTenant(tenantId, async (tx): Promise<JobOutcome> => {
    const job = await findGivenUpJob(tx, tenantId, id)
    if (!job) return { is: 'cancel', why: 'the job was started again' }
    await board.open(tx, tenantId, {
      kind: 'job_given_up',
      topic: topicOfJob(id),
      about: { job_id: id },
      facts: { job_kind: job.kind, state: job.state },
    })
    return { is: 'done' }
  })
}
