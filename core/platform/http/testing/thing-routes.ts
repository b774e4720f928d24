import { Type } from '@sinclair/typebox'
import { idParams } from '../id-params.ts'
import { defineRoute } from '../route.ts'

export const getThing = defineRoute({
  method: 'GET',
  path: '/v1/things/:id',
  tag: 'things',
  summary: 'One thing',
  permission: 'things:read',
  rate: 'read',
  params: idParams('id'),
  query: Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    deep: Type.Optional(Type.Boolean()),
    state: Type.Optional(Type.Array(Type.String())),
  }),
  replies: { 200: { description: 'Done.' } },
  handler: async ({ params, query, tenantId, actor, requestId }) => ({
    status: 200,
    body: { id: params.id, query, tenantId, key: actor?.keyId, requestId },
  }),
})

export const addThing = defineRoute({
  method: 'POST',
  path: '/v1/things',
  tag: 'things',
  summary: 'A new thing',
  permission: 'things:write',
  rate: 'write',
  body: Type.Object({
    start: Type.String({ format: 'date-time' }),
    kind: Type.Union([Type.Literal('a'), Type.Literal('b')]),
    customer: Type.Optional(
      Type.Object({ name: Type.String({ minLength: 1 }), phone: Type.Optional(Type.String()) }),
    ),
    until: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Null()])),
  }),
  replies: { 201: { description: 'Made.' } },
  handler: async ({ body }) => ({ status: 201, body, headers: { Location: '/v1/things/1' } }),
})

/** Providers post here. */
export const hook = defineRoute({
  method: 'POST',
  path: '/hooks/:connection_id/:hook',
  tag: 'hooks',
  summary: 'Providers call this',
  permission: 'public',
  rate: 'hook',
  params: Type.Object({ connection_id: Type.String({ format: 'uuid' }), hook: Type.String() }),
  body: 'raw',
  replies: { 200: { description: 'Done.' } },
  handler: async ({ raw, params }) => ({
    status: 200,
    body: { bytes: raw.length, text: raw.toString('latin1'), params },
  }),
})
