import { Type } from '@sinclair/typebox'
import { HubError } from '../../platform/errors.ts'
import { askedPage, asPage, pageQuery, pageSchema } from '../../platform/http/cursor-page.ts'
import { idParams } from '../../platform/http/id-params.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import type { ConnectionService } from '../connections/connection-service.ts'
import type { HookRejections } from './hook-rejections.ts'
import type { ReceivedDeliveries } from './received-deliveries.ts'
import {
  presentRaw,
  presentReceived,
  presentRejections,
  presentWhole,
  rangeSchema,
  receivedRawSchema,
  receivedSchema,
  receivedStateSchema,
  receivedWholeSchema,
  rejectionsSchema,
} from './received-schemas.ts'

export interface ReceivedRouteParts {
  connections: Pick<ConnectionService, 'get'>
  received: ReceivedDeliveries
  rejections: HookRejections
}

export function receivedRoutes(parts: ReceivedRouteParts): Route[] {
  return [...readRoutes(parts), rejectedRoute(parts), ...replayRoutes(parts)]
}

function readRoutes({ received }: ReceivedRouteParts): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/deliveries',
    tag: 'connections',
    summary: 'What the provider delivered to the hooks, newest first',
    description:
      '`state=given_up` lists the dead letters: what could not be worked on, with the reason. Calls that are answered at once are not deliveries.',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    query: Type.Object(
      {
        ...pageQuery.properties,
        state: Type.Optional(receivedStateSchema),
        hook: Type.Optional(Type.String({ maxLength: 40 })),
      },
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'A page of deliveries', schema: pageSchema(receivedSchema) } },
    async handler({ tenantId, params, query }) {
      const page = askedPage(query)
      const ref = { tenantId, connectionId: params.id }
      const found = await received.list({ ref, hook: query.hook, state: query.state }, page)
      return { status: 200, body: asPage(found, page, { id: ({ id }) => id, present: presentReceived }) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/deliveries/:id',
    tag: 'connections',
    summary: 'One delivery of a provider with its payload',
    description:
      'Of the payload and the headers what a log may hold: names, numbers, secrets and what was said are left out, and much of it is cut. It is kept byte for byte, and replayed as it came.',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The delivery', schema: receivedWholeSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentWhole(await received.get(tenantId, params.id)) }
    },
  })
  return [list, get, rawRoute(received)]
}

/** With a scope of its own: it holds what people said and who they are. */
function rawRoute(received: ReceivedDeliveries): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/deliveries/:id/raw',
    tag: 'connections',
    summary: 'One delivery byte for byte, with all that is private in it',
    description:
      'To work on a plugin with what its provider really sends (npm run plugin:dev). Needs the scope payloads:read.',
    permission: 'payloads:read',
    rate: 'expensive',
    params: idParams('id'),
    replies: { 200: { description: 'The delivery', schema: receivedRawSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentRaw(await received.get(tenantId, params.id)) }
    },
  })
}

function rejectedRoute({ connections, rejections }: ReceivedRouteParts): Route {
  return defineRoute({
    method: 'GET',
    path: '/v1/connections/:id/rejected-deliveries',
    tag: 'connections',
    summary: 'How often deliveries were refused, by hook and reason',
    description: 'Counts only: nothing of what was sent is kept. The last seconds may be missing.',
    permission: 'connections:read',
    rate: 'read',
    params: idParams('id'),
    replies: {
      200: { description: 'Latest first', schema: Type.Object({ data: Type.Array(rejectionsSchema) }) },
    },
    async handler({ tenantId, params }) {
      const ref = { tenantId, connectionId: params.id }
      await connections.get(ref)
      return { status: 200, body: { data: (await rejections.list(ref)).map(presentRejections) } }
    },
  })
}

function replayRoutes({ received }: ReceivedRouteParts): Route[] {
  const one = defineRoute({
    method: 'POST',
    path: '/v1/deliveries/:id/replay',
    tag: 'connections',
    summary: 'Work on a delivery once more, from the first attempt on',
    permission: 'connections:write',
    rate: 'write',
    params: idParams('id'),
    replies: {
      202: { description: 'The delivery', schema: receivedSchema },
      409: { description: 'It is being worked on right now' },
    },
    async handler({ tenantId, params }) {
      return { status: 202, body: presentReceived(await received.replay(tenantId, params.id)) }
    },
  })
  const range = defineRoute({
    method: 'POST',
    path: '/v1/connections/:id/replay',
    tag: 'connections',
    summary: 'Work once more on what was delivered from then on',
    description:
      'The oldest 1,000. Where `resume_from` is not null there may be more: send it as `from`; what is given twice does no harm.',
    permission: 'connections:write',
    rate: 'expensive',
    params: idParams('id'),
    body: rangeSchema,
    replies: {
      202: {
        description: 'How many are worked on',
        schema: Type.Object({
          deliveries: Type.Integer(),
          resume_from: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
        }),
      },
    },
    async handler({ tenantId, params, body }) {
      const [from, to] = [new Date(body.from), body.to === undefined ? FOREVER : new Date(body.to)]
      if (to <= from) throw new HubError('invalid', { detail: '`to` must be after `from`.' })
      const ref = { tenantId, connectionId: params.id }
      const { deliveries, resumeFrom } = await received.replayRange(
        { ref, hook: body.hook, state: body.state },
        { from, to },
      )
      return { status: 202, body: { deliveries, resume_from: resumeFrom?.toISOString() ?? null } }
    },
  })
  return [one, range]
}

const FOREVER = new Date('9999-12-31T23:59:59Z')
