import { Type } from '@sinclair/typebox'
import { jobStates, type ListedJob } from './job-listing.ts'

const time = Type.String({ format: 'date-time' })

export const stateSchema = Type.Union(jobStates.map((state) => Type.Literal(state)))

export const jobSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    kind: Type.String({ examples: ['appointment.push'] }),
    state: stateSchema,
    payload: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Ids and facts, never personal data',
    }),
    priority: Type.Integer({ minimum: 0, maximum: 100 }),
    attempts: Type.Integer({
      minimum: 0,
      description: 'Runs that were started; a snoozed one does not count',
    }),
    run_at: Type.String({ format: 'date-time', description: 'Not before this time' }),
    created_at: time,
    finished_at: Type.Union([time, Type.Null()]),
    last_error: Type.Union([Type.String(), Type.Null()], { description: 'Why the last run did not succeed' }),
  },
  { additionalProperties: false },
)

export const jobPageSchema = Type.Object(
  { data: Type.Array(jobSchema), next_cursor: Type.Union([Type.String(), Type.Null()]) },
  { additionalProperties: false },
)

export function presentJob(job: ListedJob) {
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    payload: job.payload,
    priority: job.priority,
    attempts: job.attempts,
    run_at: job.runAt.toISOString(),
    created_at: job.createdAt.toISOString(),
    finished_at: job.finishedAt?.toISOString() ?? null,
    last_error: job.lastError,
  }
}
