import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Call } from './call.ts'
import { callDetailSchema, callSchema } from './call-schemas.ts'
import type { CallService } from './call-service.ts'
import type { StoredFunctionCall } from './function-call-repository.ts'

export function callRoutes(calls: CallService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/calls',
    tag: 'calls',
    summary: 'Calls, newest first',
    permission: 'calls:read',
    rate: 'read',
    query: pageQuery,
    replies: {
      200: {
        description: 'A page',
        schema: pageSchema(callSchema),
      },
    },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const rows = await calls.list(tenantId, asked)
      return { status: 200, body: asPage(rows, asked, { id: ({ id }) => id, present: presentCall }) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/calls/:id',
    tag: 'calls',
    summary: 'One call with its transcript and every function call',
    permission: 'calls:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The call', schema: callDetailSchema } },
    async handler({ tenantId, params }) {
      const { call, functionCalls } = await calls.get(tenantId, params.id)
      const function_calls = functionCalls.map(presentFunctionCall)
      return {
        status: 200,
        body: { ...presentCall(call), transcript: call.facts.transcript ?? null, function_calls },
      }
    },
  })
  return [list, get]
}

const instant = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString()

const presentCall = (call: Call) => ({
  id: call.id,
  location_id: call.locationId,
  provider_call_id: call.providerCallId,
  direction: call.direction,
  from: call.from,
  to: call.to,
  status: call.state,
  started_at: instant(call.facts.startedAt),
  ended_at: instant(call.facts.endedAt),
  duration_ms: call.facts.durationMs ?? null,
  disconnection_reason: call.facts.disconnectionReason ?? null,
  ending: call.facts.ending ?? null,
  transfer: call.facts.transfer ?? null,
  outcome: call.outcome,
  analysis: call.facts.analysis ?? null,
  cost: call.facts.cost ?? null,
  customer_id: call.customerId,
  version: call.version,
})

const presentFunctionCall = (call: StoredFunctionCall) => ({
  id: call.id,
  name: call.name,
  arguments: call.arguments,
  result: call.result,
  status: call.status,
  started_at: call.started_at.toISOString(),
  duration_ms: call.duration_ms,
})
