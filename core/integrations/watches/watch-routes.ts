import { Type } from '@sinclair/typebox'
import type { Database } from '../../platform/db/database.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { StoredWatch } from './watch.ts'
import { findWatches } from './watch-repository.ts'

const Instant = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

const watchSchema = Type.Object(
  {
    watch: Type.String(),
    calendar: Type.Union([Type.String(), Type.Null()], { description: 'Null: the whole connection' }),
    state: Type.String({ description: 'opening, open, closing, closed or refused' }),
    why: Type.Union([Type.String(), Type.Null()], { description: 'What went wrong' }),
    expires_at: Instant,
    renews_at: Instant,
  },
  { title: 'ConnectionWatch' },
)

export function watchRoutes({
  connections,
  database,
}: {
  connections: ConnectionService
  database: Database
}): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/watches',
    tag: 'connections',
    summary: 'What the provider was asked to tell of by itself',
    description:
      'Without any, or where one is refused (most providers want a public https address), changes arrive with the next sync.',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'Watches', schema: Type.Object({ data: Type.Array(watchSchema) }) } },
    async handler({ tenantId, params }) {
      const ref = { tenantId, connectionId: params.id }
      await connections.get(ref)
      const stored = await database.inTenant(tenantId, (tx) => findWatches(tx, ref))
      return { status: 200, body: { data: stored.map(presentWatch) } }
    },
  })
  return [list]
}

const presentWatch = ({ watch, calendar, state, why, expiresAt, renewAt }: StoredWatch) => ({
  watch,
  calendar,
  state,
  why,
  expires_at: at(expiresAt),
  renews_at: at(renewAt),
})

const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
