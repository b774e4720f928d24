import SwaggerParser from '@apidevtools/swagger-parser'
import { expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { defineRoute } from './route.ts'
import { testApp } from './testing/test-app.ts'
import { addThing, getThing, hook } from './testing/thing-routes.ts'

const Slot = Type.Object({ start: Type.String({ format: 'date-time' }) }, { $id: 'Slot' })

const listSlots = defineRoute({
  method: 'GET',
  path: '/v1/slots',
  tag: 'slots',
  summary: 'Free times',
  permission: 'slots:read',
  rate: 'read',
  query: Type.Object({
    from: Type.String({ format: 'date-time', description: 'Inclusive.' }),
    limit: Type.Optional(Type.Integer()),
  }),
  replies: {
    200: {
      description: 'Slots.',
      schema: Type.Object({ data: Type.Array(Slot), best: Type.Optional(Slot) }),
    },
  },
  handler: async () => ({ status: 200, body: { data: [] } }),
})

async function documentOf() {
  const { agent } = testApp({ routes: [getThing, addThing, hook, listSlots] })
  return (await agent.get('/openapi.json')).body
}

test('the document is valid OpenAPI 3.1 and names every listed route', async () => {
  const document = await documentOf()
  expect(document.openapi).toBe('3.1.0')
  await SwaggerParser.validate(structuredClone(document))
  expect(Object.keys(document.paths)).toEqual([
    '/v1/things/{id}',
    '/v1/things',
    '/hooks/{connection_id}/{hook}',
    '/v1/slots',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
  ])
  expect(document.servers).toEqual([{ url: 'https://hub.example' }])
})

test('every operation has its own id and lists its problems', async () => {
  const { paths, components } = await documentOf()
  const operations = Object.values(paths).flatMap((path) => Object.values(path as object))
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { responses } of operations)
    expect(responses['429'].$ref).toBe('#/components/responses/Problem429')
  expect(components.responses.Problem409.description).toContain('slot_taken')
})

test('an authenticated POST takes tenant and idempotency headers, a public route neither key nor headers', async () => {
  const { paths } = await documentOf()
  expect(paths['/v1/things'].post.parameters).toEqual([
    { $ref: '#/components/parameters/TenantId' },
    { $ref: '#/components/parameters/IdempotencyKey' },
  ])
  expect(
    paths['/v1/slots'].get.parameters.map((one: { name?: string; $ref?: string }) => one.name ?? one.$ref),
  ).toEqual(['from', 'limit', '#/components/parameters/TenantId'])
  expect(paths['/hooks/{connection_id}/{hook}'].post).toMatchObject({ security: [] })
  expect(paths['/hooks/{connection_id}/{hook}'].post.responses).not.toHaveProperty('401')
})

test('a schema with a name is one component, request bodies are closed, replies are open', async () => {
  const { paths, components } = await documentOf()
  const reply = paths['/v1/slots'].get.responses['200'].content['application/json'].schema
  expect(reply.properties).toMatchObject({
    data: { items: { $ref: '#/components/schemas/Slot' } },
    best: { $ref: '#/components/schemas/Slot' },
  })
  expect(components.schemas.Slot).toEqual({
    type: 'object',
    required: ['start'],
    properties: { start: { type: 'string', format: 'date-time' } },
  })
  const body = paths['/v1/things'].post.requestBody.content['application/json'].schema
  expect(body.additionalProperties).toBe(false)
  expect(body.properties.customer.additionalProperties).toBe(false)
})
