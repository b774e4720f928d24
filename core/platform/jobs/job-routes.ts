import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { JobListing, type JobListingOptions } from './job-listing.ts'
import { jobPageSchema, jobSchema, presentJob, stateSchema } from './job-schemas.ts'

const LIMIT = 50

export function jobRoutes(options: JobListingOptions): Route[] {
  const jobs = new JobListing(options)
  return [listRoute(jobs), retryRoute(jobs)]
}

function listRoute(jobs: JobListing): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/jobs',
    tag: 'jobs',
    summary: 'Background work of the tenant, newest first',
    permission: 'jobs:read',
    rate: 'read',
    query: Type.Object({
      state: Type.Optional(stateSchema),
      kind: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      cursor: Type.Optional(Type.String({ format: 'uuid' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: LIMIT })),
    }),
    replies: { 200: { description: 'A page of jobs', schema: jobPageSchema } },
    async handler({ tenantId, query: { state, kind, cursor, limit = LIMIT } }) {
      const found = await jobs.list(tenantId, { state, kind, before: cursor, limit: limit + 1 })
      const page = found.slice(0, limit)
      const next = found.length > limit ? page.at(-1)?.id : undefined
      return { status: 200, body: { data: page.map(presentJob), next_cursor: next ?? null } }
    },
  })
}

function retryRoute(jobs: JobListing): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/jobs/:id/retry',
    tag: 'jobs',
    summary: 'Start a job again that was given up',
    description:
      'For a job that failed on its last attempt or was quarantined: it waits again, with all its attempts.',
    permission: 'jobs:write',
    rate: 'write',
    params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    replies: {
      200: { description: 'The job, waiting again', schema: jobSchema },
      404: { description: 'No such job' },
      409: { description: 'The job has not been given up' },
    },
    async handler({ tenantId, params: { id } }) {
      const result = await jobs.retry(tenantId, id)
      if (result.is === 'unknown') throw new HubError('not_found')
      if (result.is === 'refused') {
        throw new HubError('conflict', {
          detail: `The job is ${result.state}; only failed or quarantined jobs can be retried.`,
        })
      }
      return { status: 200, body: presentJob(result.job) }
    },
  })
}
