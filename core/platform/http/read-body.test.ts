import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { silentLogger } from '../log/logger.ts'
import { HttpServer } from './http-server.ts'
import { RawConnection } from './testing/raw-connection.ts'
import { testApp } from './testing/test-app.ts'
import { addThing, hook } from './testing/thing-routes.ts'

const { app, requests } = testApp({
  routes: [addThing, hook, { ...addThing, path: '/v1/large-things', bodyBytes: 500_000 }],
})
const server = new HttpServer({ log: silentLogger, handler: app.handler })
let port = 0

beforeAll(async () => {
  port = (await server.listen({ host: '127.0.0.1', port: 0 })).port
})

afterAll(() => server.drain(1_000))

const HEAD = [
  'POST /v1/things HTTP/1.1',
  'Host: a',
  'Authorization: Bearer scopes:*',
  'Content-Type: application/json',
].join('\r\n')

test('a length that is too large is refused before a byte of the body is read', async () => {
  const connection = new RawConnection(port).send(`${HEAD}\r\nContent-Length: 1000000000\r\n\r\n`)
  await connection.closed
  expect(connection.received).toMatch(/^HTTP\/1\.1 413 .*Connection: close.*"code":"payload_too_large"/s)
})

test('who asks first whether to go on is told before sending', async () => {
  const ask = (length: number) =>
    new RawConnection(port).send(`${HEAD}\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`)
  const refused = ask(1_000_000)
  await refused.closed
  expect(refused.received).toMatch(/^HTTP\/1\.1 413 /)
  const welcome = ask(2)
  await welcome.until(/100 Continue/)
  expect(await welcome.send('{}').until(/problem/)).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 422 /s)
  welcome.socket.destroy()
})

test('an endless chunked body is cut off early and costs no memory', async () => {
  const connection = new RawConnection(port).send(`${HEAD}\r\nTransfer-Encoding: chunked\r\n\r\n`)
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
  const before = process.memoryUsage().rss
  let sent = 0
  while (!connection.socket.destroyed && sent < 500_000_000) {
    sent += chunk.length
    if (connection.socket.write(chunk)) continue
    const room = new Promise((resolve) => connection.socket.once('drain', resolve))
    await Promise.race([room, connection.closed])
  }
  expect(sent).toBeLessThan(20_000_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
  expect(requests().at(-1)).toMatchObject({ status: 413, route: '/v1/things' })
})

test('an ordinary client that sends too much reads the 413', async () => {
  for (const [path, bytes, status] of [
    ['/v1/things', 300_000, 413],
    ['/hooks/0199c3a0-7d1b-7c6e-9a40-123456789abc/calls', 300_000, 200],
    ['/hooks/0199c3a0-7d1b-7c6e-9a40-123456789abc/calls', 1_100_000, 413],
    ['/v1/things', 20_000_000, 413],
    // Read, and then found to be no JSON.
    ['/v1/large-things', 300_000, 400],
    ['/v1/large-things', 500_001, 413],
    ['/v1/nothing', 20_000_000, 404],
  ] as const) {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer scopes:*', 'content-type': 'application/json' },
      body: Buffer.alloc(bytes, 'x'),
    })
    expect(reply.status).toBe(status)
    await reply.arrayBuffer()
  }
})

test('a body that breaks off is no error of the hub', async () => {
  const connection = new RawConnection(port).send(`${HEAD}\r\nContent-Length: 100\r\n\r\n{"a"`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const seen = requests().length
  connection.socket.destroy()
  while (requests().length === seen) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(requests().at(-1)).toMatchObject({ level: 'info', status: 400, code: 'bad_request' })
})
