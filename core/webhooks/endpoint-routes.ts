import { Type } from '@sinclair/typebox'
import { given } from '../platform/http/given.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { Endpoint } from './endpoint.ts'
import type { EndpointService } from './endpoint-service.ts'
import {
  endpointChangeSchema,
  endpointSchema,
  endpointWithSecretSchema,
  newEndpointSchema,
  presentEndpoint,
  rotationSchema,
} from './webhook-schemas.ts'

const PATH = '/v1/webhook-endpoints'
const ONE = `${PATH}/:id`
const HOUR = 3_600_000

export function endpointRoutes(endpoints: EndpointService): Route[] {
  return [
    ...readRoutes(endpoints),
    createRoute(endpoints),
    ...changeRoutes(endpoints),
    rotateRoute(endpoints),
  ]
}

function readRoutes(endpoints: EndpointService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: PATH,
    tag: 'webhooks',
    summary: "Where the tenant's events are sent to",
    permission: 'webhooks:read',
    rate: 'read',
    replies: {
      200: { description: 'Endpoints', schema: Type.Object({ data: Type.Array(endpointSchema) }) },
    },
    async handler({ tenantId }) {
      return { status: 200, body: { data: (await endpoints.list(tenantId)).map(presentEndpoint) } }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: ONE,
    tag: 'webhooks',
    versioned: true,
    summary: 'One endpoint',
    permission: 'webhooks:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The endpoint', schema: endpointSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentEndpoint(await endpoints.get(tenantId, params.id)) }
    },
  })
  return [list, get]
}

function createRoute(endpoints: EndpointService): Route {
  return defineRoute({
    method: 'POST',
    path: PATH,
    tag: 'webhooks',
    summary: "Have the tenant's events sent to an address",
    description:
      'Events from now on are sent as they are listed at `/v1/events`, as Standard Webhooks: `{type, timestamp, data}` with the headers `webhook-id` (the event, the same at each attempt), `webhook-timestamp` and `webhook-signature`. Any 2xx within 15 seconds accepts one; otherwise it comes again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours. Events may come twice and in another order than they happened. The answer holds the secret, once: this POST is not replayed.',
    permission: 'webhooks:write',
    rate: 'write',
    idempotent: false,
    body: newEndpointSchema,
    replies: {
      201: { description: 'The endpoint with its secret', schema: endpointWithSecretSchema },
      409: { description: 'The tenant has 20 already' },
    },
    async handler({ tenantId, body: { url, description = '', event_types: eventTypes = [] } }) {
      const { endpoint, secret } = await endpoints.create(tenantId, { url, description, eventTypes })
      return { status: 201, body: { ...presentEndpoint(endpoint), secret } }
    },
  })
}

function changeRoutes(endpoints: EndpointService): Route[] {
  const update = defineRoute({
    method: 'PATCH',
    path: ONE,
    tag: 'webhooks',
    versioned: true,
    summary: 'Change address, description or filter',
    permission: 'webhooks:write',
    rate: 'write',
    params: idParams('id'),
    body: endpointChangeSchema,
    replies: { 200: { description: 'The endpoint after the change', schema: endpointSchema } },
    async handler({ tenantId, params, body, expectedVersion: version }) {
      const { version: _, event_types: eventTypes, ...rest } = body
      const change = given({ ...rest, eventTypes })
      return {
        status: 200,
        body: presentEndpoint(await endpoints.update(tenantId, params.id, { ...change, version })),
      }
    },
  })
  const remove = defineRoute({
    method: 'DELETE',
    path: ONE,
    tag: 'webhooks',
    summary: 'Remove an endpoint, with its deliveries and their log',
    permission: 'webhooks:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 204: { description: 'Removed' } },
    async handler({ tenantId, params }) {
      await endpoints.remove(tenantId, params.id)
      return { status: 204 }
    },
  })
  return [
    update,
    remove,
    switchRoute('enable', 'Switch on; what failed before counts no more', (tenantId, id) =>
      endpoints.enable(tenantId, id),
    ),
    switchRoute('disable', 'Switch off; what happens meanwhile is not sent later', (tenantId, id) =>
      endpoints.disable(tenantId, id),
    ),
  ]
}

function switchRoute(
  name: string,
  summary: string,
  act: (tenantId: string, id: string) => Promise<Endpoint>,
): Route {
  return defineRoute({
    method: 'POST',
    path: `${ONE}/${name}`,
    tag: 'webhooks',
    summary,
    permission: 'webhooks:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 200: { description: 'The endpoint afterwards', schema: endpointSchema } },
    async handler({ tenantId, params }) {
      return { status: 200, body: presentEndpoint(await act(tenantId, params.id)) }
    },
  })
}

function rotateRoute(endpoints: EndpointService): Route {
  return defineRoute({
    method: 'POST',
    path: `${ONE}/rotate-secret`,
    tag: 'webhooks',
    summary: 'A new secret; for a while messages are signed with both',
    description: 'The answer holds the new secret, once: this POST is not replayed.',
    permission: 'webhooks:write',
    rate: 'write',
    idempotent: false,
    params: idParams('id'),
    body: rotationSchema,
    replies: { 200: { description: 'The endpoint with its new secret', schema: endpointWithSecretSchema } },
    async handler({ tenantId, params, body: { overlap_hours = 24 } }) {
      const { endpoint, secret } = await endpoints.rotateSecret(tenantId, params.id, overlap_hours * HOUR)
      return { status: 200, body: { ...presentEndpoint(endpoint), secret } }
    },
  })
}
