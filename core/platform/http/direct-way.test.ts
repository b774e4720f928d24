import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { HubError } from '../errors.ts'
import { silentLogger } from '../log/logger.ts'
import { Metrics } from '../telemetry/metrics.ts'
import { currentContext } from '../telemetry/request-context.ts'
import { BeforeKoa } from './before-koa.ts'
import { ClientAddresses } from './client-address.ts'
import { DirectWay } from './direct-way.ts'
import { RateLimits } from './rate-limits.ts'
import { RequestScope } from './request-scope.ts'
import { defineRoute, type Route, type RouteReply } from './route.ts'
import { SchemaCompiler } from './schema-compiler.ts'
import { RawConnection } from './testing/raw-connection.ts'
import { testApp } from './testing/test-app.ts'

const CONNECTION = '0199c3a0-7d1b-7c6e-9a40-1f2e3d4c5b6a'
const LIMIT = 64
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const params = Type.Object({ connection_id: Type.String({ format: 'uuid' }), hook: Type.String() })

const REPLIES: Record<string, () => RouteReply> = {
  plain: () => ({ status: 200, body: { received: true } }),
  headers: () => ({ status: 201, body: 'text', type: 'text/plain', headers: { 'X-Own': '1', ETag: '"a"' } }),
  page: () => ({ status: 200, body: 'text', type: 'text/plain', headers: { 'Cache-Control': 'no-cache' } }),
  bytes: () => ({ status: 200, body: Buffer.from([1, 2, 3]) }),
  nothing: () => ({ status: 200 }),
  none: () => ({ status: 204, headers: { 'X-Own': '1' } }),
}

function refuse(hook: string): never {
  if (hook === 'unsigned') throw new HubError('bad_signature', { detail: 'no' })
  if (hook === 'away') throw new HubError('unavailable', { retryAfterSeconds: 3 })
  if (hook === 'gone') throw new HubError('not_found')
  throw new Error('a bug')
}

const hooks = defineRoute({
  method: 'POST',
  path: '/hooks/:connection_id/:hook',
  tag: 'hooks',
  summary: 'Takes it',
  permission: 'public',
  rate: 'hook',
  params,
  body: 'raw',
  replies: {},
  async handler({ params: { hook }, raw, requestId, headers, ...rest }) {
    const reply = REPLIES[hook]?.()
    if (reply) return reply
    if (hook === 'stream') return { status: 200, body: Readable.from(['x']) }
    if (hook !== 'echo') return refuse(hook)
    const { host, connection, ...told } = headers
    const known = [currentContext()?.requestId, currentContext()?.traceparent.slice(0, 35)]
    return { status: 200, body: { ...rest, raw: raw.toString('hex'), requestId, told, known } }
  },
})

/** With it the router has to choose, so that everything goes the long way. */
const ambiguous = { ...hooks, path: '/hooks/:connection_id/fixed' } as Route

async function listening(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(handler).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function world(routes: readonly Route[]) {
  const limits = { rates: { hook: { points: 9, seconds: 3_600 } }, body: { raw: LIMIT } }
  const { app, requests, metrics } = testApp({ routes, limits })
  const port = await listening(app.handler)
  const ask = async (text: string): Promise<string> => {
    const connection = new RawConnection(port).send(text)
    await connection.closed
    return connection.received.replaceAll(/^(?:Date|RateLimit-Reset): .*\r\n/gm, '')
  }
  return { port, ask, requests, metrics }
}

/** A request as bytes. */
function delivery(line: string, headers: readonly string[] = [], body = '{"a":1}'): string {
  const length = headers.some((name) => /^(?:transfer|content-length)/i.test(name))
    ? []
    : [`Content-Length: ${body.length}`]
  const all = ['Host: a', 'Connection: close', 'X-Request-Id: r-1', `Traceparent: ${TRACE}`]
  return `${[`${line} HTTP/1.1`, ...all, ...length, ...headers].join('\r\n')}\r\n\r\n${body}`
}

const TRACE = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`
const to = (hook: string, connection = CONNECTION) => `POST /hooks/${connection}/${hook}`

test.each<[string, string[], string?]>([
  [to('plain'), []],
  [to('echo'), []],
  [to('echo'), ['Content-Type: text/plain', 'Cookie: a=b', 'X-Tenant-Id: t']],
  [to('headers'), []],
  [to('headers'), ['If-None-Match: "a"']],
  [to('page'), []],
  [to('bytes'), []],
  [to('nothing'), []],
  [to('none'), []],
  [to('unsigned'), []],
  [to('away'), []],
  [to('gone'), []],
  [to('bug'), []],
  [to('echo'), [], ''],
  [to('echo'), [], 'x'.repeat(LIMIT)],
  [to('echo'), [], 'x'.repeat(LIMIT + 1)],
  [to('echo'), ['Transfer-Encoding: chunked'], '3\r\nabc\r\n0\r\n\r\n'],
  [to('echo'), ['Transfer-Encoding: chunked'], `50\r\n${'x'.repeat(80)}\r\n0\r\n\r\n`],
  [to('echo'), ['Content-Encoding: gzip']],
  [to('echo'), ['Content-Encoding: identity']],
  [to('echo'), ['Expect: 100-continue']],
  [to('echo'), ['Idempotency-Key: k']],
  [to('echo'), ['If-Match: "3"']],
  [to('echo'), ['If-Match: rubbish']],
  [to('echo'), ['Idempotency-Key: \t']],
  [to('echo?a=1'), []],
  [to('echo?%ff'), []],
  [to('%65cho'), []],
  [to('echo/'), []],
  [to('echo', 'no-id'), []],
  [to('a.b'), []],
  ['POST /HOOKS/x/echo', []],
  [to('echo').replace('POST', 'PUT'), []],
  [to('echo').replace('POST', 'GET'), []],
])('%s %j is answered, logged and limited as on the long way', async (line, headers, body = '{"a":1}') => {
  const [direct, long] = [await world([hooks]), await world([hooks, ambiguous])]
  const seen = []
  for (const { ask, requests, metrics } of [direct, long]) {
    const answers = []
    for (let round = 0; round < 3; round += 1) answers.push(await ask(delivery(line, headers, body)))
    const lines = requests().map(({ time: _, duration_ms, err, ...rest }) => ({ ...rest, failed: !!err }))
    const text = await metrics.registry.metrics()
    seen.push({ answers, lines, counts: text.match(/^http_request_duration_seconds_count.*$/gm) })
  }
  expect(seen[0]).toEqual(seen[1])
  expect(seen[0]?.lines).toHaveLength(3)
  expect(seen[0]?.answers.every((answer) => answer.startsWith('HTTP/1.1 '))).toBe(true)
})

function wayOf(routes: readonly Route[]) {
  const long: string[] = []
  const scope = new RequestScope({
    log: silentLogger,
    metrics: new Metrics(),
    publicUrl: 'https://hub.example',
  })
  const way = new DirectWay({
    routes,
    schemas: new SchemaCompiler(),
    rates: new RateLimits({ log: silentLogger, limits: { hook: { points: 2, seconds: 3_600 } } }),
    addresses: new ClientAddresses(),
    limit: LIMIT,
  })
  const { handler } = new BeforeKoa({
    ways: [way],
    scope,
    log: silentLogger,
    longWay(request, response) {
      long.push(String(request.url))
      response.setHeader('Connection', 'close')
      response.end('long')
    },
  })
  return { long, handler }
}

test('what is plain is taken; what is over its limit goes the long way, which tells why', async () => {
  const { long, handler } = wayOf([hooks])
  const port = await listening(handler)
  const answers = []
  for (let round = 0; round < 3; round += 1) {
    const connection = new RawConnection(port).send(delivery(to('plain')))
    await connection.closed
    answers.push(connection.received.split('\r\n').at(-1))
  }
  expect(answers).toEqual(['{"received":true}', '{"received":true}', 'long'])
  expect(long).toEqual([`/hooks/${CONNECTION}/plain`])
})

test.each<[string, Partial<Route>[]]>([
  ['needs a key', [{ permission: 'things:read' }]],
  ['has a schema for its body', [{ body: Type.Object({}) }]],
  ['has a schema for its query', [{ query: Type.Object({}) }]],
  ['is not posted to', [{ method: 'PUT' }]],
  ['may be another one', [{}, { path: '/hooks/:connection_id/plain' }]],
  ['may be another one by its first part', [{}, { path: '/:any/:connection_id/:hook' }]],
])('a route that %s is not taken', async (_, routes) => {
  const { handler } = wayOf(routes.map((each) => ({ ...hooks, ...each }) as Route))
  const connection = new RawConnection(await listening(handler)).send(delivery(to('plain')))
  await connection.closed
  expect(connection.received).toMatch(/long$/)
})

test('a route does not answer with a stream: the sender is not left waiting', async () => {
  const { ask, port } = await world([hooks])
  await ask(delivery(to('stream')))
  const connection = new RawConnection(port).send(delivery(to('plain')))
  expect(await connection.until(/received/)).toMatch(/^HTTP\/1\.1 200 /)
})

test('a body that comes slowly, in pieces, is one body', async () => {
  const { port } = await world([hooks])
  const text = delivery(to('echo'))
  const connection = new RawConnection(port)
  for (const piece of [text.slice(0, 20), text.slice(20, -4), text.slice(-4, -1), text.slice(-1)]) {
    connection.send(piece)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await connection.closed
  expect(connection.received).toContain(Buffer.from('{"a":1}').toString('hex'))
})

test('a body that breaks off reaches no handler, is logged as a bad request and harms nobody else', async () => {
  let asked = 0
  const counting = {
    ...hooks,
    async handler() {
      asked += 1
      return { status: 200, body: {} }
    },
  } as Route
  const { port, requests } = await world([counting])
  const connection = new RawConnection(port).send(delivery(to('plain'), ['Content-Length: 50'], 'half'))
  await new Promise((resolve) => setTimeout(resolve, 50))
  connection.socket.destroy()
  for (let round = 0; round < 200 && requests().length === 0; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect(requests()).toMatchObject([{ status: 400, code: 'bad_request' }])
  expect(asked).toBe(0)
  const next = new RawConnection(port).send(delivery(to('plain')))
  await next.closed
  expect(next.received).toMatch(/^HTTP\/1\.1 200 /)
  expect(asked).toBe(1)
})

test('several deliveries on one connection are answered in turn', async () => {
  const { port } = await world([hooks])
  const keep = (hook: string) => delivery(to(hook)).replace('Connection: close', 'Connection: keep-alive')
  const connection = new RawConnection(port).send(keep('plain') + keep('bytes') + delivery(to('headers')))
  await connection.closed
  expect(connection.received.match(/HTTP\/1\.1 \d+/g)).toEqual([
    'HTTP/1.1 200',
    'HTTP/1.1 200',
    'HTTP/1.1 201',
  ])
})
