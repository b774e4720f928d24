import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { defineRoute, type Route, type RouteReply } from './route.ts'
import { RawConnection } from './testing/raw-connection.ts'
import { authenticate, TEST_TENANT, testApp } from './testing/test-app.ts'

const OTHER_TENANT = TEST_TENANT.replace('0199', '0200')
const READER = 'Authorization: Bearer scopes:menu:read'
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A menu for each tenant and page, kept as long as `world.counts`. */
async function world(options: Partial<Route> & { reply?: Partial<RouteReply> } = {}) {
  const state = { counts: true, asked: 0, revoked: false }
  const { reply, ...more } = options
  const menu = defineRoute({
    method: 'GET',
    path: '/v1/menu',
    tag: 'menu',
    summary: 'The menu',
    permission: 'menu:read',
    rate: 'read',
    query: Type.Object({ page: Type.Optional(Type.Integer()) }),
    replies: {},
    async handler({ tenantId, query }) {
      state.asked += 1
      return {
        status: 200,
        type: 'application/json; charset=utf-8',
        body: Buffer.from(JSON.stringify({ tenantId, page: query.page ?? 1, asked: 'soup' })),
        headers: { ETag: '"soup"', 'Cache-Control': 'public, max-age=1', Vary: 'Authorization' },
        keptWhile: () => state.counts,
        ...reply,
      }
    },
  })
  const { app, requests, metrics } = testApp({
    routes: [{ ...menu, ...more } as Route],
    limits: { rates: { read: { points: 10, seconds: 3_600 } } },
    async authenticate(credentials) {
      if (state.revoked) throw new HubError('unauthenticated')
      return await authenticate(credentials)
    },
  })
  const server = createServer(app.handler).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  /** The exact bytes of the answer, but for what time alone changes. */
  const ask = async (line: string, headers: readonly string[] = [], body = ''): Promise<string> => {
    const head = [`${line} HTTP/1.1`, 'Host: a', 'Connection: close', 'X-Request-Id: r-1', ...headers]
    const connection = new RawConnection(port).send(`${head.join('\r\n')}\r\n\r\n${body}`)
    await connection.closed
    return connection.received.replaceAll(/^(?:Date|RateLimit-Reset): .*\r\n/gm, '')
  }
  return { state, ask, requests, metrics, get: (...headers: string[]) => ask(GET, [READER, ...headers]) }
}

const GET = 'GET /v1/menu'

test.each<[string, string[], string?]>([
  [GET, [READER]],
  [GET, [READER, 'If-None-Match: "soup"']],
  [GET, [READER, 'If-None-Match: "stew", W/"soup"']],
  [GET, [READER, 'If-None-Match: "stew"']],
  ['HEAD /v1/menu', [READER]],
  ['HEAD /v1/menu', [READER, 'If-None-Match: "soup"']],
  [GET, [READER, 'Accept: text/html', 'Accept-Encoding: gzip']],
  [GET, [READER, `X-Tenant-Id: ${OTHER_TENANT}`]],
  [GET, [READER, `Traceparent: 00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`]],
  [GET, [READER, 'Expect: 100-continue']],
  [GET, [READER, 'Idempotency-Key: k']],
  [GET, [READER, 'Idempotency-Key: \t']],
  [GET, [READER, 'Content-Length: 2'], '{}'],
  [GET, ['Authorization: Bearer scopes:*']],
  [GET, ['Authorization: Bearer scopes:orders:*']],
  [GET, ['Authorization: Bearer rubbish']],
  [GET, []],
  ['GET /v1/menu?page=2', [READER]],
  ['GET /v1/menu?page=two', [READER]],
  ['GET /v1/menu?%ff', [READER]],
  ['GET /V1/menu', [READER]],
  ['DELETE /v1/menu', [READER]],
])('%s %j is answered with the bytes of the long way', async (line, headers, body = '') => {
  const [short, long] = [await world(), await world()]
  long.state.counts = false
  const answers: string[][] = []
  for (const { get, ask } of [short, long]) {
    const once = await ask(line, headers, body)
    answers.push([await get(), once, await ask(line, headers, body), await ask(line, headers, body)])
  }
  expect(answers[0]).toEqual(answers[1])
  const times = answers[0]?.filter((answer) => /^HTTP\/1\.1 (?:200|304) /m.test(answer)).length ?? 0
  expect(times).toBeGreaterThan(0)
  expect(long.state.asked).toBe(times)
  expect(short.state.asked).toBeLessThan(times > 1 ? times : 2)
})

test('the handler is asked again as soon as the reply does not count any more', async () => {
  const { state, get } = await world()
  await get()
  await get()
  expect(state.asked).toBe(1)
  state.counts = false
  await get()
  expect(state.asked).toBe(2)
})

test('what one tenant is told no other is', async () => {
  const { state, get } = await world()
  const asOther = `X-Tenant-Id: ${OTHER_TENANT}`
  for (let round = 0; round < 2; round += 1) {
    expect(await get()).toContain(TEST_TENANT)
    expect(await get(asOther)).toContain(OTHER_TENANT)
  }
  expect(state.asked).toBe(2)
})

test('it is logged, measured and counted against the limit like any other', async () => {
  const { state, get, requests, metrics } = await world()
  const replies = [await get(), await get(), await get('If-None-Match: "soup"')]
  expect(state.asked).toBe(1)
  expect(replies.map((reply) => /^RateLimit-Remaining: (\d+)/m.exec(reply)?.[1])).toEqual(['9', '8', '7'])
  const common = { request_id: 'r-1', tenant: TEST_TENANT, method: 'GET', route: '/v1/menu' }
  expect(requests()).toMatchObject([
    { ...common, status: 200 },
    { ...common, status: 200 },
    { ...common, status: 304 },
  ])
  const { text } = await metrics.expose()
  expect(text).toMatch(/_count\{route="\/v1\/menu",method="GET",status="2xx"\} 2/)
  expect(text).toMatch(/_count\{route="\/v1\/menu",method="GET",status="3xx"\} 1/)
})

test.each<[string, Partial<Route> & { reply?: Partial<RouteReply> }]>([
  ['that says nothing of it', { reply: { keptWhile: () => false } }],
  ['with another status', { reply: { status: 404 } }],
  ['of a route without a key', { permission: 'public' }],
  ['of a route that writes', { method: 'PUT' }],
])('a reply %s is not kept', async (_, options) => {
  const { state, ask } = await world(options)
  const line = options.method ? GET.replace('GET', options.method) : GET
  await ask(line, [READER])
  await ask(line, [READER])
  expect(state.asked).toBe(2)
})

test('a key that was revoked meanwhile is refused, and so is whoever asks too often', async () => {
  const { state, get } = await world()
  await get()
  while (!(await get()).startsWith('HTTP/1.1 429')) expect(state.asked).toBe(1)
  expect(await get()).toMatch(/"code":"rate_limited"/)
  state.revoked = true
  expect(await get()).toMatch(/^HTTP\/1\.1 401 /)
  expect(state.asked).toBe(1)
})
