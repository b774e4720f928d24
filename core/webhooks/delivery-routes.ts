import { Type } from '@sinclair/typebox'
import { askedPage, asPage, pageQuery, pageSchema } from '../platform/http/cursor-page.ts'
import { idParams } from '../platform/http/id-params.ts'
import { defineRoute, type Route } from '../platform/http/route.ts'
import type { DeliveryService } from './delivery-service.ts'
import {
  deliverySchema,
  deliveryStateSchema,
  deliveryWithLogSchema,
  presentAttempt,
  presentDelivery,
} from './webhook-schemas.ts'

const DISABLED = { description: 'The endpoint is disabled' }

export function deliveryRoutes(deliveries: DeliveryService): Route[] {
  return [...readRoutes(deliveries), ...sendRoutes(deliveries)]
}

function readRoutes(deliveries: DeliveryService): Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/v1/webhook-endpoints/:id/deliveries',
    tag: 'webhooks',
    summary: 'What was sent, or is to be sent, newest first',
    description: '`state=failed` lists the dead letters: those that no further attempt will be made of.',
    permission: 'webhooks:read',
    rate: 'read',
    params: idParams('id'),
    query: Type.Object(
      { ...pageQuery.properties, state: Type.Optional(deliveryStateSchema) },
      { additionalProperties: false },
    ),
    replies: { 200: { description: 'A page of deliveries', schema: pageSchema(deliverySchema) } },
    async handler({ tenantId, params, query }) {
      const page = askedPage(query)
      const found = await deliveries.list(tenantId, { endpointId: params.id, state: query.state, ...page })
      return { status: 200, body: asPage(found, page, { id: ({ id }) => id, present: presentDelivery }) }
    },
  })
  const get = defineRoute({
    method: 'GET',
    path: '/v1/webhook-deliveries/:id',
    tag: 'webhooks',
    summary: 'One delivery with each of its attempts',
    permission: 'webhooks:read',
    rate: 'read',
    params: idParams('id'),
    replies: { 200: { description: 'The delivery', schema: deliveryWithLogSchema } },
    async handler({ tenantId, params }) {
      const { delivery, attempts } = await deliveries.get(tenantId, params.id)
      return { status: 200, body: { ...presentDelivery(delivery), attempts: attempts.map(presentAttempt) } }
    },
  })
  return [list, get]
}

function sendRoutes(deliveries: DeliveryService): Route[] {
  const ping = defineRoute({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/ping',
    tag: 'webhooks',
    summary: 'Send a webhook.ping, whatever the filter says',
    permission: 'webhooks:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 202: { description: 'Its delivery', schema: deliverySchema }, 409: DISABLED },
    async handler({ tenantId, params }) {
      return { status: 202, body: presentDelivery(await deliveries.ping(tenantId, params.id)) }
    },
  })
  const redeliver = defineRoute({
    method: 'POST',
    path: '/v1/webhook-deliveries/:id/redeliver',
    tag: 'webhooks',
    summary: 'Send it again, from the first attempt on, whatever became of it before',
    permission: 'webhooks:write',
    rate: 'write',
    params: idParams('id'),
    replies: { 202: { description: 'The delivery', schema: deliverySchema }, 409: DISABLED },
    async handler({ tenantId, params }) {
      return { status: 202, body: presentDelivery(await deliveries.redeliver(tenantId, params.id)) }
    },
  })
  return [ping, redeliver, redeliverFailedRoute(deliveries)]
}

function redeliverFailedRoute(deliveries: DeliveryService): Route {
  return defineRoute({
    method: 'POST',
    path: '/v1/webhook-endpoints/:id/redeliver',
    tag: 'webhooks',
    summary: 'Send all again that failed and were made since then',
    description: 'The oldest 1,000; `more` says that there may be others, for which it is sent again.',
    permission: 'webhooks:write',
    rate: 'expensive',
    params: idParams('id'),
    body: Type.Object({ since: Type.String({ format: 'date-time' }) }, { additionalProperties: false }),
    replies: {
      202: {
        description: 'How many are sent again',
        schema: Type.Object({ deliveries: Type.Integer(), more: Type.Boolean() }),
      },
      409: DISABLED,
    },
    async handler({ tenantId, params, body }) {
      return {
        status: 202,
        body: await deliveries.redeliverFailed(tenantId, params.id, new Date(body.since)),
      }
    },
  })
}
