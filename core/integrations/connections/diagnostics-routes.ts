import { Type } from '@sinclair/typebox'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { ConnectionDiagnostics } from './connection-diagnostics.ts'

const Facts = Type.Record(Type.String(), Type.Unknown())

const diagnosticsSchema = Type.Object(
  {
    generated_at: Type.String({ format: 'date-time' }),
    hub: Facts,
    plugin: Type.Record(Type.String(), Type.Unknown(), { description: 'With its manifest' }),
    connection: Type.Record(Type.String(), Type.Unknown(), {
      description: 'State, breaker of the process that answers, and settings that are no secrets',
    }),
    syncs: Type.Array(Facts, { description: 'Calendars are named by a hash' }),
    deliveries: Type.Array(Facts, { description: 'Counts of what is kept, by hook' }),
    rejected_deliveries: Type.Array(Facts),
    failed_jobs: Type.Array(Facts, {
      description: 'The latest whose last run did not succeed, 20 at the most',
    }),
  },
  { title: 'ConnectionDiagnostics' },
)

export function diagnosticsRoutes(diagnostics: ConnectionDiagnostics): Route[] {
  const download = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/diagnostics',
    tag: 'connections',
    summary: 'All that says how a connection does, as a file for whoever helps',
    description: 'Without secrets and without personal data.',
    permission: 'connections:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: { 200: { description: 'The file', schema: diagnosticsSchema } },
    async handler({ tenantId, params }) {
      return {
        status: 200,
        body: await diagnostics.of({ tenantId, connectionId: params.id }),
        headers: { 'Content-Disposition': `attachment; filename="connection-${params.id}.json"` },
      }
    },
  })
  return [download]
}
