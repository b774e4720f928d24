import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Misconfigured, RetryLater } from '@askpro/plugin-sdk'
import { afterEach, expect, test } from '@jest/globals'
import { CircuitBreaker } from './circuit-breaker.ts'
import { OutboundFetch } from './outbound-fetch.ts'

const servers: Server[] = []
const outs: OutboundFetch[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await Promise.all(outs.splice(0).map((out) => out.close()))
})

async function provider(listener: RequestListener): Promise<{ url: string; key: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const key = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${key}`, key }
}

function outbound(key: string, options: { opened?: boolean; openFor?: number } = {}): OutboundFetch {
  const hosts = {
    declared: ['api.example.com'],
    configured: new Map([[key, 'base_url']]),
    opened: new Set(options.opened === false ? [] : [key]),
  }
  const breaker = new CircuitBreaker(options.openFor === undefined ? {} : { openFor: options.openFor })
  const out = new OutboundFetch({ hosts: () => hosts, breaker })
  outs.push(out)
  return out
}

test('a request goes out as it was given and its answer comes back', async () => {
  const { url, key } = await provider((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () =>
      res.end(JSON.stringify({ method: req.method, body, token: req.headers.authorization })),
    )
  })
  const reply = await outbound(key).fetch(url, {
    method: 'POST',
    body: 'ä=1',
    headers: { authorization: 'Bearer x' },
  })
  expect(await reply.json()).toEqual({ method: 'POST', body: 'ä=1', token: 'Bearer x' })
})

test('a host that is not declared is refused', async () => {
  await expect(outbound('127.0.0.1:1').fetch('https://evil.example.net/')).rejects.toThrow(Misconfigured)
})

test.each([
  'http://127.0.0.1:PORT',
  'http://2130706433:PORT',
  'http://[::1]:PORT',
  'http://[::ffff:7f00:1]:PORT',
  'http://0x7f.1:PORT',
])(
  'the private address %s is refused even where a setting names it, unless the operator opened it',
  async (pattern) => {
    const url = pattern.replace('PORT', '9')
    const { hostname } = new URL(url)
    await expect(outbound(`${hostname}:9`, { opened: false }).fetch(url)).rejects.toThrow(
      'ASKPRO_OUTBOUND_ALLOW',
    )
  },
)

test('a name that leads to a private address is refused at the look-up', async () => {
  await expect(outbound('localhost:8999', { opened: false }).fetch('http://localhost:8999/')).rejects.toThrow(
    /private address/,
  )
})

test('a redirect is refused', async () => {
  const { url, key } = await provider((_req, res) =>
    res.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
  )
  await expect(outbound(key).fetch(url)).rejects.toThrow('redirect (302) was refused')
})

test('an idempotent call is repeated once after a cut connection, a POST is not', async () => {
  const seen: string[] = []
  const { url, key } = await provider((req, res) => {
    seen.push(String(req.method))
    if (seen.length === 1 || req.method === 'POST') req.socket.destroy()
    else res.end('ok')
  })
  const out = outbound(key)
  expect(await (await out.fetch(url)).text()).toBe('ok')
  await expect(out.fetch(url, { method: 'POST' })).rejects.toThrow(RetryLater)
  expect(seen).toEqual(['GET', 'GET', 'POST'])
})

test('after Retry-After nothing goes out until the time is over', async () => {
  let calls = 0
  const { url, key } = await provider((_req, res) => {
    calls++
    res.writeHead(429, { 'retry-after': '20' }).end()
  })
  const out = outbound(key)
  expect((await out.fetch(url)).status).toBe(429)
  await expect(out.fetch(url)).rejects.toMatchObject({ name: 'RetryLater', after: expect.any(Number) })
  expect(calls).toBe(1)
})

test('five outages open the breaker, a probe closes it again', async () => {
  let down = true
  let calls = 0
  const { url, key } = await provider((_req, res) => {
    calls++
    res.writeHead(down ? 500 : 200).end()
  })
  const out = outbound(key, { openFor: 400 })
  for (let i = 0; i < 5; i++) expect((await out.fetch(url)).status).toBe(500)
  await expect(out.fetch(url)).rejects.toThrow(RetryLater)
  expect(calls).toBe(5)
  down = false
  await new Promise((resolve) => setTimeout(resolve, 450))
  expect((await out.fetch(url)).status).toBe(200)
})

test('refusals of the matter never open the breaker', async () => {
  const { url, key } = await provider((_req, res) => res.writeHead(422).end())
  const out = outbound(key)
  for (let i = 0; i < 20; i++) expect((await out.fetch(url)).status).toBe(422)
})
