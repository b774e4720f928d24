import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { StartError } from '../errors.ts'
import { silentLogger } from '../log/logger.ts'
import { HttpServer, type ServerLimits } from './http-server.ts'
import { RawConnection } from './testing/raw-connection.ts'

const servers: HttpServer[] = []

afterEach(() => Promise.all(servers.splice(0).map((server) => server.drain(0))))

type Answer = (response: ServerResponse) => void

async function serve(answer: Answer, limits: Partial<ServerLimits> = {}, trustedProxies: string[] = []) {
  const handler = (_: unknown, response: ServerResponse) => answer(response)
  const server = new HttpServer({ log: silentLogger, limits, handler, trustedProxies })
  servers.push(server)
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return { server, port, open: (from?: string) => new RawConnection(port, from) }
}

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const ok: Answer = (response) => response.end('fine')

test('headers that trickle in are cut off after the time-out, while others are answered', async () => {
  const { open } = await serve(ok, { headers: 300, request: 600 })
  const slow = open().send('GET / HTTP/1.1\r\n')
  const dripping = setInterval(() => slow.send('X-A: b\r\n'), 50)
  const start = performance.now()
  expect(await open().send(GET).until(/fine/)).toContain('200 OK')
  await slow.closed
  clearInterval(dripping)
  expect(performance.now() - start).toBeLessThan(2_000)
  expect(slow.received).toMatch(/^HTTP\/1\.1 408 .*"status":408/s)
})

test('a body that trickles in is cut off as well', async () => {
  const { open } = await serve(() => {}, { headers: 300, request: 500 })
  const slow = open().send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n')
  const dripping = setInterval(() => slow.send('x'), 50)
  const start = performance.now()
  await slow.closed
  clearInterval(dripping)
  expect(performance.now() - start).toBeLessThan(2_500)
})

test('a reader that stops reading is cut off', async () => {
  const { open } = await serve((response) => response.end(Buffer.alloc(50_000_000)), { silence: 300 })
  const slow = open().send(GET)
  slow.socket.pause()
  await sleep(1_000)
  slow.socket.resume()
  await slow.closed
  expect(slow.received.length).toBeLessThan(50_000_000)
})

test.each([
  ['garbage', 'nonsense\r\n\r\n', 400],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  [
    'ambiguous framing',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', 400],
  ['huge headers', `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
])('%s is refused and the connection closed', async (_, bytes, status) => {
  const { open } = await serve(ok)
  const connection = open().send(bytes)
  await connection.closed
  expect(connection.received).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(connection.received).not.toContain('fine')
})

test('connections are capped, for one address and over all', async () => {
  const { open, port } = await serve(ok, { connectionsPerAddress: 2 })
  const held = [open(), open()]
  await Promise.all(held.map((connection) => connection.send(GET).until(/fine/)))
  const refused = new RawConnection(port).send(GET)
  await refused.closed
  expect(refused.received).toBe('')
  held[0]?.socket.destroy()
  await held[0]?.closed
  await sleep(20)
  expect(await open().send(GET).until(/fine/)).toContain('fine')

  const all = await serve(ok, { connections: 1 })
  await all.open().send(GET).until(/fine/)
  const second = all.open().send(GET)
  await second.closed
  expect(second.received).toBe('')
})

test('a trusted proxy is not capped as one address is; the others are, and the cap over all counts it', async () => {
  const limits = { connectionsPerAddress: 2, connections: 6 }
  const { open } = await serve(ok, limits, ['10.1.0.0/16', '127.0.0.2'])
  const answered = async (connection: RawConnection) =>
    expect(await connection.send(GET).until(/fine/)).toContain('fine')
  const refused = async (connection: RawConnection) => {
    await connection.send(GET).closed
    expect(connection.received).toBe('')
  }
  for (const from of ['127.0.0.2', '127.0.0.2', '127.0.0.2', '127.0.0.2']) await answered(open(from))
  await answered(open('127.0.0.1'))
  await answered(open('127.0.0.1'))
  await refused(open('127.0.0.2'))
  await refused(open('127.0.0.3'))

  const roomy = await serve(ok, { connectionsPerAddress: 2 }, ['127.0.0.2'])
  for (const from of ['127.0.0.2', '127.0.0.2', '127.0.0.2']) await answered(roomy.open(from))
  for (const from of ['127.0.0.1', '127.0.0.1']) await answered(roomy.open(from))
  await refused(roomy.open('127.0.0.1'))
  await answered(roomy.open('127.0.0.2'))
})

test('a taken port is one line that says what to do', async () => {
  const { port } = await serve(ok)
  const second = new HttpServer({ log: silentLogger, handler: () => {} })
  const start = second.listen({ host: '127.0.0.1', port })
  await expect(start).rejects.toBeInstanceOf(StartError)
  await expect(start).rejects.toThrow(
    `Port ${port} is taken: stop the other program or set PORT=${port + 1}.`,
  )
})

test('an address that is not of this machine is one line as well', async () => {
  const server = new HttpServer({ log: silentLogger, handler: () => {} })
  await expect(server.listen({ host: '192.0.2.1', port: 0 })).rejects.toThrow(
    /no address 192\.0\.2\.1: set HOST=/,
  )
})

test('draining lets the running request finish, closes idle connections and takes no new ones', async () => {
  let running: ServerResponse | undefined
  const { server, open, port } = await serve((response) => {
    if (running) response.end('fine')
    else running = response
  })
  const busy = open().send(GET)
  while (!running) await sleep(5)
  const idle = open().send(GET)
  await idle.until(/fine/)
  const drained = server.drain(5_000)
  expect(server.draining).toBe(true)
  await idle.closed
  const late = new RawConnection(port).send(GET)
  await late.closed
  expect(late.received).toBe('')
  running.end('the whole answer')
  await drained
  await busy.closed
  expect(busy.received).toMatch(/Connection: close.*the whole answer$/is)
})

test('draining ends event streams at once and cuts what outlives the deadline', async () => {
  const stream = await serve((response) => {
    response.setHeader('Content-Type', 'text/event-stream')
    response.write('data: 1\n\n')
  })
  await stream
    .open()
    .send(GET)
    .until(/data: 1/)
  const start = performance.now()
  await stream.server.drain(10_000)
  expect(performance.now() - start).toBeLessThan(2_000)

  const endless = await serve(() => {})
  const waiting = endless.open().send(GET)
  await sleep(50)
  await endless.server.drain(100)
  await waiting.closed
  expect(waiting.received).toBe('')
})
