import type { LimitsManifest } from '@askpro/plugin-sdk'
import { Type } from '@sinclair/typebox'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/database.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { PluginCatalog } from '../catalog/plugin-catalog.ts'
import { tierOf } from '../catalog/plugin-tier.ts'
import type { PluginHost } from '../host/plugin-host.ts'
import type { WireStanding } from '../outbound/wire-standing.ts'
import { findSyncStates, type SyncState } from '../syncs/checkpoint-repository.ts'
import { presentConnectionState } from './connection-routes.ts'
import { connectionStateSchema } from './connection-schemas.ts'
import type { ConnectionService } from './connection-service.ts'
import type { ConnectionTally } from './connection-tally.ts'
import { budgetLeft, TARGET, WINDOW } from './error-budget.ts'

export interface HealthRouteParts {
  connections: ConnectionService
  catalog: PluginCatalog
  host: PluginHost
  tally: ConnectionTally
  database: Database
  clock: Clock
}

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Instant = Type.String({ format: 'date-time' })

const healthSchema = Type.Object(
  {
    state: connectionStateSchema,
    breaker: Type.String({ description: 'closed, open or half_open; for whom says `wire.shared`' }),
    tier: orNull(Type.String({ description: "The plugin's, on the quality scale" })),
    last_success_at: orNull(
      Type.String({ format: 'date-time', description: 'When the provider answered last' }),
    ),
    calls: Type.Object(
      {
        total: Type.Integer(),
        failed: Type.Integer({ description: 'Without an answer, or with one of 500 and more' }),
        days: Type.Integer({ description: 'Today among them' }),
      },
      { description: 'Requests to the provider. The last half minute may be missing' },
    ),
    error_budget: Type.Object({
      target: Type.Number({ description: 'The share of requests that should be answered' }),
      left: Type.Number({ description: 'Of the failures that this allows: 1 is all, 0 none' }),
    }),
    wire: Type.Object(
      {
        paused_until: orNull(
          Type.String({ format: 'date-time', description: 'No call goes out before; null: calls go out' }),
        ),
        rate: orNull(
          Type.Object({
            requests: Type.Integer({ description: 'That the provider allows' }),
            seconds: Type.Integer({ description: 'In this time' }),
            left: Type.Integer(),
          }),
        ),
        shared: Type.Boolean({
          description:
            'It holds for all processes of the hub (they share it in Redis); else for the one that answers',
        }),
        at_once: orNull(Type.Integer({ description: 'Calls side by side, where the plugin names a limit' })),
      },
      { description: 'Whether calls go out' },
    ),
    data: Type.Object(
      {
        synced_at: orNull(Instant),
        age_seconds: orNull(Type.Integer()),
      },
      { description: 'Of the calendar that was read longest ago; null where none is read' },
    ),
  },
  { title: 'ConnectionHealth' },
)

export function healthRoutes(parts: HealthRouteParts): Route[] {
  const { connections, catalog, host, tally, database, clock } = parts
  const health = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/health',
    tag: 'connections',
    summary: 'How a connection does: state, last success, error budget, age of its data',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'Its health', schema: healthSchema } },
    async handler({ tenantId, params }) {
      const ref = { tenantId, connectionId: params.id }
      const connection = await connections.get(ref)
      const loaded = catalog.find(connection.plugin)
      const { calls, failures, lastSuccessAt } = await tally.over(ref, WINDOW)
      const wire = await host.standingOf(connection)
      const syncs = await database.inTenant(tenantId, (tx) => findSyncStates(tx, ref))
      return {
        status: 200,
        body: {
          state: presentConnectionState(connection.state),
          breaker: wire.breaker,
          tier: loaded ? tierOf(loaded) : null,
          last_success_at: lastSuccessAt === null ? null : new Date(lastSuccessAt).toISOString(),
          calls: { total: calls, failed: failures, days: WINDOW },
          error_budget: { target: TARGET, left: budgetLeft({ calls, failures }) },
          wire: presentWire(wire, loaded?.manifest.limits),
          data: ageOf(syncs, clock.now()),
        },
      }
    },
  })
  return [health]
}

function presentWire({ pausedUntil, rateLeft, shared }: WireStanding, limits: LimitsManifest = {}) {
  const { rate, at_once = null } = limits
  return {
    paused_until: pausedUntil === null ? null : new Date(pausedUntil).toISOString(),
    rate: rate ? { ...rate, left: rateLeft ?? rate.requests } : null,
    shared,
    at_once,
  }
}

function ageOf(syncs: readonly SyncState[], now: number) {
  const read = syncs.flatMap(({ synced_at: at }) => at?.getTime() ?? [])
  if (read.length === 0) return { synced_at: null, age_seconds: null }
  const oldest = Math.min(...read)
  return { synced_at: new Date(oldest).toISOString(), age_seconds: Math.round((now - oldest) / 1_000) }
}
