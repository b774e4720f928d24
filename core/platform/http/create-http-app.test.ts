import { Readable } from 'node:stream'
import { expect, test } from '@jest/globals'
import { defineRoute } from './route.ts'
import { testApp } from './testing/test-app.ts'
import { addThing, getThing, hook } from './testing/thing-routes.ts'

const ID = '0199c3a0-7d1b-7c6e-9a40-123456789abc'
const ALL = { authorization: 'Bearer scopes:*' }

function thingsApp() {
  return testApp({ routes: [getThing, addThing, hook] })
}

test('a request reaches its handler with typed query, tenant, actor and request id', async () => {
  const { agent } = thingsApp()
  const { status, body, headers } = await agent
    .get(`/v1/things/${ID}?deep=true&state=a`)
    .set({ authorization: 'Bearer scopes:things:write', 'x-request-id': 'from.outside-1', 'x-tenant-id': ID })
  expect(status).toBe(200)
  expect(body).toEqual({
    id: ID,
    query: { limit: 50, deep: true, state: ['a'] },
    tenantId: ID,
    key: 'things:write',
    requestId: 'from.outside-1',
  })
  expect(headers['x-request-id']).toBe('from.outside-1')
})

test.each([
  ['no key', {}, 401, 'unauthenticated'],
  ['an unknown key', { authorization: 'Bearer nonsense' }, 401, 'unauthenticated'],
  ['another noun', { authorization: 'Bearer scopes:customers:*' }, 403, 'forbidden'],
  ['read where write is needed', { authorization: 'Bearer scopes:things:read' }, 403, 'forbidden'],
])('%s is refused', async (_, headers, status, code) => {
  const reply = await thingsApp().agent.post('/v1/things').set(headers).send({})
  expect(reply.status).toBe(status)
  expect(reply.body.code).toBe(code)
  if (status === 401) expect(reply.headers['www-authenticate']).toBe('Bearer')
})

test('an unknown path is 404, a known one with another method 405 with Allow, both as problems', async () => {
  const { agent } = thingsApp()
  const unknown = await agent.get('/v1/nothing')
  expect(unknown.status).toBe(404)
  expect(unknown.headers['content-type']).toContain('application/problem+json')
  const method = await agent.delete('/v1/things')
  expect([method.status, method.body.code, method.headers.allow]).toEqual([405, 'method_not_allowed', 'POST'])
  expect((await agent.options(`/v1/things/${ID}`)).headers.allow).toBe('GET, HEAD')
})

test('paths are case-sensitive and a literal path goes before a parameter', async () => {
  const duplicates = defineRoute({
    method: 'GET',
    path: '/v1/things/duplicates',
    tag: 'things',
    summary: 'Pairs',
    permission: 'things:read',
    rate: 'expensive',
    replies: {},
    handler: async () => ({ status: 200, body: 'pairs' }),
  })
  const { agent } = testApp({ routes: [getThing, duplicates] })
  expect((await agent.get('/v1/things/duplicates').set(ALL)).body).toBe('pairs')
  expect((await agent.get('/V1/things/duplicates').set(ALL)).status).toBe(404)
  expect((await agent.get('/v1/things/duplicates?page=2').set(ALL)).status).toBe(422)
})

test('a reply carries the headers of its handler, the rate and the security ones', async () => {
  const { status, headers } = await thingsApp()
    .agent.post('/v1/things')
    .set(ALL)
    .send({ start: '2026-05-01T09:30:00Z', kind: 'a' })
  expect(status).toBe(201)
  expect(headers).toMatchObject({
    location: '/v1/things/1',
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'strict-transport-security': 'max-age=31536000',
    'ratelimit-limit': '50',
    'ratelimit-remaining': '49',
    'ratelimit-reset': '1',
  })
})

test('a raw route gets the exact bytes, whatever their type', async () => {
  const { body } = await thingsApp()
    .agent.post(`/hooks/${ID}/calls?signature=1`)
    .set('content-type', 'application/json')
    .send('{"a" : 1 }\r\n')
  expect(body).toEqual({ bytes: 12, text: '{"a" : 1 }\r\n', params: { connection_id: ID, hook: 'calls' } })
})

test('one connection cannot take the hooks of another', async () => {
  const { agent } = testApp({ routes: [hook], limits: { rates: { hook: { points: 2, seconds: 60 } } } })
  const other = ID.replace('0199', '0200')
  const post = (id: string) => agent.post(`/hooks/${id}/calls`).send('x')
  expect([(await post(ID)).status, (await post(ID)).status]).toEqual([200, 200])
  const refused = await post(ID)
  expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
    429,
    'rate_limited',
    '60',
  ])
  expect((await post(other)).status).toBe(200)
})

test('guessing keys is counted by address', async () => {
  const { agent } = testApp({ routes: [getThing], limits: { rates: { open: { points: 2, seconds: 60 } } } })
  const guess = async (key: string) => (await agent.get(`/v1/things/${ID}`).set('authorization', key)).status
  expect([await guess('Bearer a'), await guess('Bearer b'), await guess('Bearer c')]).toEqual([401, 401, 429])
  expect(await guess(ALL.authorization)).toBe(200)
})

test('two rows for the same requests are refused at the start', () => {
  expect(() => testApp({ routes: [getThing, { ...getThing, path: '/v1/things/:other' }] })).toThrow(
    /two routes/,
  )
})

test('a route that calls out sees the key but runs without a transaction of the hub', async () => {
  const callsOut = defineRoute({
    method: 'POST',
    path: '/v1/calls-out',
    tag: 'things',
    summary: 'Calls a provider',
    permission: 'things:write',
    rate: 'write',
    idempotent: false,
    replies: {},
    handler: async ({ idempotencyKey }) => ({ status: 202, body: { idempotencyKey } }),
  })
  const { agent } = testApp({ routes: [callsOut] })
  const { status, body } = await agent.post('/v1/calls-out').set({ ...ALL, 'idempotency-key': 'k-1' })
  expect([status, body]).toEqual([202, { idempotencyKey: 'k-1' }])
})

test('a stream is piped, text goes as its type says, nothing is nothing', async () => {
  const reply = (path: string, answer: () => object) =>
    defineRoute({
      method: 'GET',
      path,
      tag: 'things',
      summary: path,
      permission: 'public',
      rate: 'read',
      replies: {},
      handler: async () => ({ status: 200, ...answer() }),
    })
  const { agent } = testApp({
    routes: [
      reply('/stream', () => ({
        type: 'text/event-stream',
        body: Readable.from(['data: 1\n\n', 'data: 2\n\n']),
      })),
      reply('/text', () => ({ type: 'text/csv', body: 'a,b' })),
      reply('/none', () => ({ status: 204 })),
    ],
  })
  const stream = await agent.get('/stream').buffer(true)
  expect([stream.headers['content-type'], stream.text]).toEqual([
    'text/event-stream',
    'data: 1\n\ndata: 2\n\n',
  ])
  const text = await agent.get('/text')
  expect([text.headers['content-type'], text.text]).toEqual(['text/csv', 'a,b'])
  const none = await agent.get('/none')
  expect([none.status, none.text, none.headers['content-type']]).toEqual([204, '', undefined])
  const head = await agent.head('/text')
  expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '3', undefined])
})
