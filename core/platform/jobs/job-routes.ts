import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { idParams } from '../http/id-params.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { type GivenUpResult, JobListing, type JobListingOptions } from './job-listing.ts'
import { jobPageSchema, jobSchema, presentJob, stateSchema } from './job-schemas.ts'

const LIMIT = 50

export function jobRoutes(options: JobListingOptions): Route[] {
  const jobs = new JobListing(options)
  return [listRoute(jobs), retryRoute(jobs), dismissRoute(jobs)]
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
    ...ofGivenUp('retry'),
    summary: 'Start a job again that was given up',
    description:
      'For a job that failed on its last attempt or was quarantined: it waits again, with all its attempts.',
    replies: { 200: { description: 'The job, waiting again', schema: jobSchema }, ...REFUSALS },
    async handler({ tenantId, params: { id } }) {
      return { status: 200, body: settled(await jobs.retry(tenantId, id)) }
    },
  })
}

function dismissRoute(jobs: JobListing): Route {
  return defineRoute({
    ...ofGivenUp('dismiss'),
    summary: 'Leave a job out that was given up',
    description:
      'For a job that failed on its last attempt or was quarantined, and that nobody wants to start again: it is cancelled, its task is closed, and the doctor counts it no more.',
    replies: { 200: { description: 'The job, cancelled', schema: jobSchema }, ...REFUSALS },
    async handler({ tenantId, params: { id } }) {
      return { status: 200, body: settled(await jobs.dismiss(tenantId, id)) }
    },
  })
}

const REFUSALS = {
  404: { description: 'No such job' },
  409: { description: 'The job has not been given up' },
}

const ofGivenUp = (act: string) =>
  ({
    method: 'POST',
    path: `/v1/jobs/:id/${act}`,
    tag: 'jobs',
    permission: 'jobs:write',
    rate: 'write',
    params: idParams('id'),
  }) as const

function settled(result: GivenUpResult) {
  if (result.is === 'unknown') throw new HubError('not_found')
  if (result.is === 'refused') {
    throw new HubError('conflict', {
      detail: `The job is ${result.state}; only what failed or was quarantined can be started again or left out.`,
    })
  }
  return presentJob(result.job)
}
