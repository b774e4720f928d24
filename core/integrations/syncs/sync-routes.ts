import { type TSchema, Type } from '@sinclair/typebox'
import type { Database } from '../../platform/db/database.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../../platform/http/cursor-page.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { stateSchema as jobStateSchema } from '../../platform/jobs/job-schemas.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import { providerProblem } from '../connections/provider-problem.ts'
import { type DriftReport, findSyncStates, type SyncState } from './checkpoint-repository.ts'
import { WHOLE_CONNECTION } from './sync-pages.ts'
import type { SyncRequests } from './sync-requests.ts'
import { findSyncRuns, type SyncRun } from './sync-run-repository.ts'

export interface SyncRouteParts {
  database: Database
  connections: ConnectionService
  syncs: SyncRequests
}

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const Instant = Type.String({ format: 'date-time' })
const times = nullable(Type.Object({ start: Instant, end: Instant }))
const counts = {
  missing_here: Type.Integer({ description: 'The provider had it, the hub did not know it' }),
  missing_there: Type.Integer({ description: 'The hub knew it, the provider had it no more' }),
  different: Type.Integer({ description: 'At other times than the hub knew' }),
}

const driftSchema = Type.Object(
  {
    compared_at: Instant,
    busy: Type.Object(counts, { description: "Others' times" }),
    entries: Type.Object(
      { ...counts, looked_for: Type.Integer({ description: 'Not told; being looked for one by one' }) },
      { description: "The hub's own entries" },
    ),
    sample: Type.Array(
      Type.Object({
        kind: Type.String({ description: 'busy or entry' }),
        is: Type.String({ description: 'missing_here, missing_there or different' }),
        id: Type.String(),
        known: times,
        told: times,
      }),
      { description: 'The first twenty' },
    ),
  },
  { title: 'CalendarDrift' },
)

const syncStateSchema = Type.Object(
  {
    sync: Type.String(),
    calendar: nullable(Type.String({ description: 'Null where the sync reads the whole connection' })),
    synced_at: nullable(Type.String({ format: 'date-time', description: 'The last page' })),
    compared_at: nullable(Type.String({ format: 'date-time', description: 'The last full comparison' })),
    failing_since: nullable(Type.String({ format: 'date-time' })),
    last_error: nullable(Type.String()),
    drift: nullable(driftSchema),
  },
  { title: 'SyncState' },
)

const syncRunSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'Of its job' }),
    sync: Type.String(),
    full: Type.Boolean({ description: 'Compared the calendars as a whole' }),
    asked: Type.Boolean({ description: 'Somebody asked for it, or the provider told of a change' }),
    state: jobStateSchema,
    attempts: Type.Integer(),
    run_at: Instant,
    finished_at: nullable(Instant),
    last_error: nullable(Type.String()),
  },
  { title: 'SyncRun' },
)

export function syncRoutes(parts: SyncRouteParts): Route[] {
  const { connections, database } = parts
  const list = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/syncs',
    tag: 'connections',
    summary: 'How fresh each calendar is, and what the last full comparison found',
    description:
      'A calendar is compared as a whole once a day: the increments are read first, so that drift is what they have lost. What was different is put right at once; null before there was something to compare with.',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: {
      200: { description: 'By calendar', schema: Type.Object({ data: Type.Array(syncStateSchema) }) },
    },
    async handler({ tenantId, params }) {
      const ref = { tenantId, connectionId: params.id }
      await connections.get(ref)
      const states = await database.inTenant(tenantId, (tx) => findSyncStates(tx, ref))
      return { status: 200, body: { data: states.map(presentState) } }
    },
  })
  return [list, runsRoute(parts), syncNow(parts)]
}

function runsRoute({ connections, database }: SyncRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/sync-runs',
    tag: 'connections',
    summary: 'When its syncs ran, and what came of it, newest first',
    description: 'As long as jobs are kept (ASKPRO_KEEP_JOBS_DAYS).',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    query: pageQuery,
    replies: { 200: { description: 'A page of runs', schema: pageSchema(syncRunSchema) } },
    async handler({ tenantId, params, query }) {
      const ref = { tenantId, connectionId: params.id }
      await connections.get(ref)
      const page = askedPage(query)
      const runs = await database.inTenant(tenantId, (tx) => findSyncRuns(tx, ref, page))
      return { status: 200, body: asPage(runs, page, { id: ({ id }) => id, present: presentRun }) }
    },
  })
}

const presentRun = ({ run_at, finished_at, ...run }: SyncRun) => ({
  ...run,
  run_at: run_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
})

function syncNow({ syncs }: SyncRouteParts): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/connections/:id/sync',
    tag: 'connections',
    summary: 'Run all syncs of a connection now',
    permission: 'connections:write',
    rate: 'expensive',
    params: idParams('id'),
    body: Type.Object(
      {
        full: Type.Optional(
          Type.Boolean({ description: 'Compare the calendars as a whole; see the syncs of the connection' }),
        ),
      },
      { additionalProperties: false },
    ),
    replies: { 202: { description: 'Put', schema: Type.Object({ syncs: Type.Array(Type.String()) }) } },
    async handler({ tenantId, params, body }) {
      const names = await syncs.all({ tenantId, connectionId: params.id }, body).catch(providerProblem)
      return { status: 202, body: { syncs: names } }
    },
  })
}

const presentState = (state: SyncState) => ({
  sync: state.sync,
  calendar: state.calendar === WHOLE_CONNECTION ? null : state.calendar,
  synced_at: state.synced_at?.toISOString() ?? null,
  compared_at: state.full_at?.toISOString() ?? null,
  failing_since: state.failing_since?.toISOString() ?? null,
  last_error: state.last_error,
  drift: state.drift && presentDrift(state.drift),
})

const presentDrift = ({ looked_for: wanted, entries, ...report }: DriftReport) => ({
  ...report,
  entries: { ...entries, looked_for: wanted.length },
})
