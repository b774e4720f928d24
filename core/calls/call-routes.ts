import { type Static, Type } from '@sinclair/typebox'
import type { CustomerService } from '../customers/index.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { AppointmentService } from '../scheduling/index.ts'
import type { TenantService } from '../tenants/index.ts'
import type { Call } from './call.ts'
import type { CallFilter } from './call-repository.ts'
import { callDetailSchema, callSchema, Outcomes } from './call-schemas.ts'
import type { CallService } from './call-service.ts'
import { turnsOf } from './call-timeline.ts'
import { presentCall, presentFunctionCall, presentTurn } from './present-call.ts'
import { findFaults } from './review/find-faults.ts'
import { needsReview } from './review/finding.ts'
import { sayFinding } from './review/finding-words.ts'

export interface CallRouteParts {
  calls: CallService
  appointments: Pick<AppointmentService, 'list'>
  customers: Pick<CustomerService, 'names'>
  tenants: Pick<TenantService, 'get'>
}

const Instant = Type.String({ format: 'date-time' })

const callsQuery = Type.Object(
  {
    ...pageQuery.properties,
    state: Type.Optional(
      Type.Union([Type.Literal('live'), Type.Literal('over')], { description: 'Still going on, or over' }),
    ),
    outcome: Type.Optional(Outcomes),
    review: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('settled')], {
        description: '`open`: somebody should look at it',
      }),
    ),
    customer_id: Type.Optional(Type.String({ format: 'uuid' })),
    location_id: Type.Optional(Type.String({ format: 'uuid' })),
    number: Type.Optional(
      Type.String({ maxLength: 40, description: 'A part of either number, however it is written' }),
    ),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
  },
  { additionalProperties: false },
)

export function callRoutes(parts: CallRouteParts): Route[] {
  return [listRoute(parts), detailRoute(parts)]
}

function listRoute({ calls, customers }: CallRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/calls',
    tag: 'calls',
    summary: 'Calls, newest first',
    description: 'Follow the events `call.*` to keep a list up to date.',
    permission: 'calls:read',
    rate: 'read',
    query: callsQuery,
    replies: {
      200: {
        description: 'A page',
        schema: pageSchema(callSchema),
      },
    },
    async handler({ tenantId, query }) {
      const asked = askedPage(query)
      const rows = await calls.list(tenantId, { ...asked, ...filterOf(query) })
      const names = await customers.names(
        tenantId,
        rows.flatMap(({ customerId }) => customerId ?? []),
      )
      const present = (call: Call) => presentCall(call, names.get(call.customerId ?? ''))
      return { status: 200, body: asPage(rows, asked, { id: ({ id }) => id, present }) }
    },
  })
}

const filterOf = (query: Static<typeof callsQuery>): CallFilter => ({
  state: query.state,
  outcome: query.outcome,
  review: query.review,
  customerId: query.customer_id,
  locationId: query.location_id,
  digits: query.number === undefined ? undefined : digitsIn(query.number),
  from: query.from === undefined ? undefined : new Date(query.from),
  to: query.to === undefined ? undefined : new Date(query.to),
})

/** `0171 39` and `+49 (0)171 39` are both in +4917139. */
const digitsIn = (number: string): string =>
  number
    .replaceAll('(0)', '')
    .replaceAll(/\D/g, '')
    .replace(/^0{1,2}/, '')

function detailRoute({ calls, appointments, customers, tenants }: CallRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/calls/:id',
    tag: 'calls',
    summary: 'One call with what was said, every function call, and why it went wrong',
    description:
      '`turns` and `function_calls` fit on one axis: a function was called after so many turns (`after_turns`) and so long after the start (`offset_ms`). `findings` is what stands in the way of a good call, out of the records of the hub, in the language asked for or that of the tenant.',
    permission: 'calls:read',
    rate: 'read',
    params: idParams('id'),
    query: Type.Object(
      { language: Type.Optional(Type.Union([Type.Literal('de'), Type.Literal('en')])) },
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'The call', schema: callDetailSchema } },
    async handler({ tenantId, params, query }) {
      const { call, functionCalls } = await calls.get(tenantId, params.id)
      const made = await appointments.list(tenantId, { callId: call.id })
      const names = call.customerId === null ? undefined : await customers.names(tenantId, [call.customerId])
      const language = query.language ?? (await tenants.get(tenantId)).language
      const findings = findFaults({ ...call, functions: functionCalls, appointments: made })
      return {
        status: 200,
        body: {
          ...presentCall(call, names?.get(call.customerId ?? '')),
          transcript: call.facts.transcript ?? null,
          turns: turnsOf(call.facts).map(presentTurn),
          function_calls: functionCalls.map((each) => presentFunctionCall(each, call)),
          findings: findings.map((found) => ({
            code: found.code,
            text: sayFinding(found, language),
            to_review: needsReview(found),
            data: found.data,
            function_call_ids: found.functionCallIds,
          })),
        },
      }
    },
  })
}
