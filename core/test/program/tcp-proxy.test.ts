import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

let server: Server
let proxy: TcpProxy & { close(): Promise<void> }
const clients: Socket[] = []

const portOf = (listening: Server): number => {
  const address = listening.address()
  return typeof address === 'object' && address ? address.port : 0
}

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  proxy = await startTcpProxy({ host: '127.0.0.1', port: portOf(server) })
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await proxy.close()
  server.close()
})

async function client(
  through = proxy,
): Promise<{ socket: Socket; heard(): string; closed: Promise<unknown> }> {
  const socket = connect(through.port, '127.0.0.1')
  clients.push(socket)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  return { socket, heard: () => heard, closed: once(socket, 'close') }
}

async function hears(one: { heard(): string }, text: string): Promise<void> {
  for (let tries = 0; one.heard() !== text && tries < 200; tries += 1) await sleep(20)
  expect(one.heard()).toBe(text)
}

test('what is said comes back; severed it ends, and the next one gets through', async () => {
  const one = await client()
  one.socket.write('hello')
  await hears(one, 'hello')
  expect(proxy.sever()).toBeGreaterThan(0)
  await one.closed
  const next = await client()
  next.socket.write('again')
  await hears(next, 'again')
})

test('in a black hole connections stand and nothing comes through until it is filled', async () => {
  const one = await client()
  proxy.hole()
  one.socket.write('hello')
  const late = await client()
  late.socket.write('late')
  await sleep(200)
  expect([one.heard(), late.heard()]).toEqual(['', ''])
  proxy.fill()
  await hears(one, 'hello')
  await hears(late, 'late')
})

test('cut after so many bytes, the rest of the answer never comes', async () => {
  proxy.cutAfter(7)
  const one = await client()
  one.socket.write('0123456789')
  await one.closed
  expect(one.heard()).toBe('0123456')
})

test('cut, nobody gets through; restored, it is the same port again', async () => {
  const one = await client()
  await proxy.cut()
  await one.closed
  const refused = connect(proxy.port, '127.0.0.1')
  await expect(once(refused, 'connect')).rejects.toThrow('ECONNREFUSED')
  await proxy.restore()
  const next = await client()
  next.socket.write('back')
  await hears(next, 'back')
})

test('a delay holds each piece up, there and back', async () => {
  proxy.delay(100)
  const one = await client()
  const sent = performance.now()
  one.socket.write('slow')
  await hears(one, 'slow')
  expect(performance.now() - sent).toBeGreaterThanOrEqual(195)
})

test('of several targets the next one that answers is taken', async () => {
  const gone = createServer()
  await once(gone.listen(0, '127.0.0.1'), 'listening')
  const port = portOf(gone)
  await new Promise((resolve) => gone.close(resolve))
  const both = await startTcpProxy([
    { host: '127.0.0.1', port },
    { host: '127.0.0.1', port: portOf(server) },
  ])
  for (const word of ['first', 'second']) {
    const one = await client(both)
    one.socket.write(word)
    await hears(one, word)
  }
  await both.close()
})

test('a tap sees what passes and can take it away', async () => {
  const tapped = await startTcpProxy(
    { host: '127.0.0.1', port: portOf(server) },
    {
      tap: () => ({
        toTarget: async (chunk) => (chunk.includes('stop') ? 'cut' : chunk),
        toClient: async (chunk) => Buffer.from(chunk.toString().toUpperCase()),
      }),
    },
  )
  const one = await client(tapped)
  one.socket.write('hello')
  await hears(one, 'HELLO')
  one.socket.write('stop')
  await one.closed
  await tapped.close()
})
