import { Type } from '@sinclair/typebox'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { callbackSchema } from './call-schemas.ts'
import type { CallbackRow } from './callback-repository.ts'
import type { CallbackService } from './callback-service.ts'

export function callbackRoutes(callbacks: CallbackService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/callbacks',
    tag: 'calls',
    summary: 'Callers who want to be called back, newest first',
    permission: 'calls:read',
    rate: 'read',
    replies: {
      200: { description: 'At most 200', schema: Type.Object({ data: Type.Array(callbackSchema) }) },
    },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await callbacks.list(tenantId)).map(presentCallback) } }
    },
  })
  return [list]
}

const presentCallback = (row: CallbackRow) => ({
  id: row.id,
  call_id: row.call_id,
  location_id: row.location_id,
  name: row.name,
  phone: row.phone,
  wish: row.wish,
  reason: row.reason,
  state: row.state,
  created_at: row.created_at.toISOString(),
})
