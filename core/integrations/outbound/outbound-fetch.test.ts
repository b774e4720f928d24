import type { LookupAddress } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Misconfigured, RetryLater } from '@askpro/plugin-sdk'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type BreakerState, CircuitBreaker } from './circuit-breaker.ts'
import type { LookupAll } from './guarded-agent.ts'
import { OutboundFetch } from './outbound-fetch.ts'

const servers: Server[] = []
const outs: OutboundFetch[] = []

afterEach(async () => {
  await Promise.all(outs.splice(0).map((out) => out.close()))
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function provider(
  listener: RequestListener,
): Promise<{ url: string; key: string; sockets: () => Promise<number> }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const key = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const sockets = () =>
    new Promise<number>((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
  return { url: `http://${key}`, key, sockets }
}

interface Options {
  opened?: boolean
  openFor?: number
  lookup?: LookupAll
  onChange?: (state: BreakerState) => void
}

/** A wire to one address that a setting named `base_url` holds; the operator has opened it unless said otherwise. */
function outbound(key: string, { opened = true, lookup, ...breaker }: Options = {}) {
  const out = new OutboundFetch({
    breaker: new CircuitBreaker(breaker),
    ...(lookup === undefined ? {} : { lookup }),
  })
  outs.push(out)
  return out.to({
    declared: ['api.example.com'],
    configured: new Map([[key, 'base_url']]),
    opened: new Set(opened ? [key] : []),
  })
}

test('a request goes out as it was given and its answer comes back', async () => {
  const { url, key } = await provider((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () => {
      res.setHeader('set-cookie', ['a=1', 'b=2'])
      res.writeHead(201, 'Made')
      res.end(JSON.stringify({ method: req.method, body, token: req.headers.authorization }))
    })
  })
  const reply = await outbound(key)(`${url}/things?x=1`, {
    method: 'POST',
    body: 'ä=1',
    headers: { authorization: 'Bearer x' },
  })
  expect(await reply.json()).toEqual({ method: 'POST', body: 'ä=1', token: 'Bearer x' })
  expect([reply.status, reply.statusText, reply.url]).toEqual([201, 'Made', `${url}/things?x=1`])
  expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
})

test('answers without a body come back as what they are', async () => {
  const { url, key } = await provider((req, res) => res.writeHead(req.url === '/304' ? 304 : 204).end())
  const fetch = outbound(key)
  for (const status of [204, 304]) {
    const reply = await fetch(`${url}/${status}`)
    expect([reply.status, await reply.text()]).toEqual([status, ''])
  }
})

describe('where a request may go', () => {
  test('a host that is not declared is refused', async () => {
    await expect(outbound('127.0.0.1:1')('https://evil.example.net/')).rejects.toThrow(Misconfigured)
  })

  test.each([
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'https://api.example.com.evil.net/',
    'https://api.example.com./',
    'https://xapi.example.com/',
  ])('a declared host means exactly that host, by https on the usual port: not %s', async (url) => {
    await expect(outbound('127.0.0.1:1')(url)).rejects.toThrow('does not declare')
  })

  test.each(['http://user:pw@provider.test:8999/', 'http://pw@provider.test:8999/'])(
    'an address with credentials in it is refused by the setting it came from: %s',
    async (url) => {
      await expect(outbound('provider.test:8999')(url)).rejects.toMatchObject({
        name: 'Misconfigured',
        field: 'base_url',
        message: expect.stringContaining('user name or password'),
      })
    },
  )

  test('other protocols are refused', async () => {
    await expect(outbound('provider.test:443')('ftp://provider.test/')).rejects.toThrow('Only https and http')
  })

  test.each([
    'http://127.0.0.1:PORT',
    'http://2130706433:PORT',
    'http://[::1]:PORT',
    'http://[::ffff:7f00:1]:PORT',
    'http://[::ffff:127.0.0.1]:PORT',
    'http://[::127.0.0.1]:PORT',
    'http://[64:ff9b::7f00:1]:PORT',
    'http://[fd00::1]:PORT',
    'http://0x7f.1:PORT',
    'http://169.254.169.254:PORT',
    'http://0.0.0.0:PORT',
  ])(
    'the private address %s is refused even where a setting names it, unless the operator opened it',
    async (pattern) => {
      const url = pattern.replace('PORT', '9')
      const { hostname } = new URL(url)
      await expect(outbound(`${hostname}:9`, { opened: false })(url)).rejects.toMatchObject({
        name: 'Misconfigured',
        field: 'base_url',
        message: expect.stringContaining('ASKPRO_OUTBOUND_ALLOW'),
      })
    },
  )

  test('a name that leads to a private address is refused at the look-up, and the setting is named', async () => {
    await expect(
      outbound('localhost:8999', { opened: false })('http://localhost:8999/'),
    ).rejects.toMatchObject({
      field: 'base_url',
      message:
        'localhost:8999 leads to a private address. If it is meant, the operator opens it: ASKPRO_OUTBOUND_ALLOW=localhost:8999.',
    })
  })

  test.each<[string, LookupAddress[]]>([
    ['first', [v4('127.0.0.1'), v4('93.184.216.34')]],
    ['last', [v4('93.184.216.34'), v4('10.0.0.1')]],
    ['in the other family', [v4('93.184.216.34'), { address: '::1', family: 6 }]],
    ['in disguise', [v4('93.184.216.34'), { address: '::ffff:10.0.0.1', family: 6 }]],
  ])(
    'a name with public and private answers is refused, the private one standing %s',
    async (_where, answers) => {
      const lookup: LookupAll = (_name, _options, answer) => answer(null, answers)
      const fetch = outbound('rebinding.test:8999', { opened: false, lookup })
      await expect(fetch('http://rebinding.test:8999/')).rejects.toThrow(/leads to a private address/)
    },
  )

  test('refused addresses say nothing about the provider: the breaker stays closed', async () => {
    const seen: BreakerState[] = []
    const fetch = outbound('localhost:8999', { opened: false, onChange: (state) => seen.push(state) })
    for (let i = 0; i < 10; i++) await expect(fetch('http://localhost:8999/')).rejects.toThrow(Misconfigured)
    expect(seen).toEqual([])
  })

  test('a redirect is refused by the setting that led there, and keeps no socket', async () => {
    let redirects = 0
    const { url, key, sockets } = await provider((_req, res) => {
      redirects++
      res.writeHead(302, { location: 'http://127.0.0.1:9/' })
      res.write('x'.repeat(300_000))
    })
    const fetch = outbound(key)
    for (let i = 0; i < 7; i++) {
      await expect(fetch(url)).rejects.toMatchObject({
        field: 'base_url',
        message: 'a redirect (302) was refused',
      })
    }
    expect(redirects).toBe(7)
    await expect(eventually(async () => (await sockets()) === 0)).resolves.toBe(true)
  })
})

describe('trouble on the way', () => {
  test('an idempotent call is repeated once after a cut connection, a POST is not', async () => {
    const seen: string[] = []
    const { url, key } = await provider((req, res) => {
      seen.push(String(req.method))
      if (seen.length === 1 || req.method === 'POST') req.socket.destroy()
      else res.end('ok')
    })
    const fetch = outbound(key)
    expect(await (await fetch(url)).text()).toBe('ok')
    await expect(fetch(url, { method: 'POST' })).rejects.toThrow(RetryLater)
    expect(seen).toEqual(['GET', 'GET', 'POST'])
  })

  test('a gateway’s 502 is tried once more, the second answer counts', async () => {
    let calls = 0
    const { url, key } = await provider((_req, res) => {
      calls++
      res.writeHead(502).end(`answer ${calls}`)
    })
    const reply = await outbound(key)(url)
    expect([reply.status, await reply.text(), calls]).toEqual([502, 'answer 2', 2])
  })

  test('an answer that breaks off in the middle is the wire’s failure, not the plugin’s', async () => {
    const { url, key } = await provider((req, res) => {
      res.writeHead(200, { 'content-length': '1000' })
      res.write('{"half":')
      setTimeout(() => req.socket.destroy(), 20)
    })
    await expect(outbound(key)(url, { method: 'POST' })).rejects.toMatchObject({ name: 'RetryLater' })
  })

  test('an answer without end is cut off and says so', async () => {
    const { url, key, sockets } = await provider((_req, res) => {
      const more = () => {
        while (res.write(Buffer.alloc(1_024 * 1_024)));
      }
      res.on('drain', more)
      more()
    })
    await expect(outbound(key)(url)).rejects.toThrow(/larger than/)
    await expect(eventually(async () => (await sockets()) === 0)).resolves.toBe(true)
  })

  test('failed calls whose bodies nobody reads leave their sockets free', async () => {
    const { url, key, sockets } = await provider((_req, res) => {
      res.writeHead(404).end('x'.repeat(500_000))
    })
    const fetch = outbound(key)
    for (let i = 0; i < 30; i++) expect((await fetch(url)).status).toBe(404)
    expect(await sockets()).toBeLessThanOrEqual(2)
  })
})

describe('a provider that asks to wait', () => {
  test('after Retry-After nothing goes out until the time is over', async () => {
    let calls = 0
    const { url, key } = await provider((_req, res) => {
      calls++
      res.writeHead(calls === 1 ? 429 : 200, { 'retry-after': '1' }).end()
    })
    const fetch = outbound(key)
    expect((await fetch(url)).status).toBe(429)
    const refusal = await fetch(url).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ name: 'RetryLater' })
    const { after } = refusal as RetryLater
    expect(after).toBeGreaterThan(500)
    expect(after).toBeLessThanOrEqual(1_000)
    expect(calls).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, Number(after) + 10))
    expect((await fetch(url)).status).toBe(200)
  })

  test('of 500 calls at once only those under way when the 429 comes have reached the provider', async () => {
    let calls = 0
    const { url, key } = await provider((_req, res) => {
      calls++
      setTimeout(() => res.writeHead(429, { 'retry-after': '20' }).end(), 20)
    })
    const fetch = outbound(key)
    const results = await Promise.allSettled(Array.from({ length: 500 }, () => fetch(url)))
    expect(calls).toBe(10)
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(refused).toHaveLength(490)
    for (const error of refused)
      expect(error).toMatchObject({ name: 'RetryLater', after: expect.any(Number) })
  })

  test.each([
    ['in seconds', () => '7', 7_000],
    ['as a date', () => new Date(Date.now() + 7_000).toUTCString(), 7_000],
    ['for a year', () => '31536000', 3_600_000],
  ])('it may say so %s', async (_how, value, most) => {
    const { url, key } = await provider((_req, res) => res.writeHead(503, { 'retry-after': value() }).end())
    const fetch = outbound(key)
    await fetch(url)
    const { after } = (await fetch(url).catch((error: unknown) => error)) as RetryLater
    expect(after).toBeLessThanOrEqual(most)
    expect(after).toBeGreaterThan(most - 2_000)
  })
})

describe('the breaker', () => {
  test('five outages open it, what follows says how long to wait, a probe closes it again', async () => {
    let down = true
    let calls = 0
    const { url, key } = await provider((_req, res) => {
      calls++
      res.writeHead(down ? 500 : 200).end()
    })
    const seen: BreakerState[] = []
    const fetch = outbound(key, { openFor: 1_500, onChange: (state) => seen.push(state) })
    for (let i = 0; i < 5; i++) expect((await fetch(url)).status).toBe(500)
    const refusal = (await fetch(url).catch((error: unknown) => error)) as RetryLater
    expect(refusal.name).toBe('RetryLater')
    expect(refusal.after).toBeGreaterThanOrEqual(1_000)
    expect(calls).toBe(5)
    down = false
    await new Promise((resolve) => setTimeout(resolve, 1_550))
    expect((await fetch(url)).status).toBe(200)
    expect(seen).toEqual(['open', 'half_open', 'closed'])
  })

  test('refusals of the matter never open it', async () => {
    const { url, key } = await provider((_req, res) => res.writeHead(422).end())
    const fetch = outbound(key)
    for (let i = 0; i < 20; i++) expect((await fetch(url)).status).toBe(422)
  })

  test('a caller that gives up gets its own reason, and is no outage', async () => {
    const { url, key } = await provider((req, res) => {
      if (req.url === '/slow') return
      res.end('here')
    })
    const fetch = outbound(key)
    for (let i = 0; i < 12; i++) {
      const aborted = new AbortController()
      setTimeout(() => aborted.abort(new Error('the job was stopped')), 5)
      await expect(fetch(`${url}/slow`, { signal: aborted.signal })).rejects.toThrow('the job was stopped')
    }
    expect(await (await fetch(url)).text()).toBe('here')
  })

  test('a caller that gives up during the probe leaves it open', async () => {
    let calls = 0
    const { url, key } = await provider((_req, res) => {
      calls++
      if (calls <= 5) res.writeHead(500).end()
    })
    const seen: BreakerState[] = []
    const fetch = outbound(key, { openFor: 100, onChange: (state) => seen.push(state) })
    for (let i = 0; i < 5; i++) await fetch(url)
    await new Promise((resolve) => setTimeout(resolve, 120))
    await expect(fetch(url, { signal: AbortSignal.timeout(20) })).rejects.toThrow(/timeout/)
    expect(seen).toEqual(['open', 'half_open', 'open'])
  })

  test('is one for all contexts of a connection, and another connection has its own', async () => {
    const { url, key } = await provider((_req, res) => res.writeHead(500).end())
    const hosts = { declared: [], configured: new Map([[key, 'base_url']]), opened: new Set([key]) }
    const [one, other] = [new CircuitBreaker(), new CircuitBreaker()].map(
      (breaker) => new OutboundFetch({ breaker }),
    )
    if (!one || !other) throw new Error('there are two')
    outs.push(one, other)
    for (let i = 0; i < 5; i++) await one.to({ ...hosts })(url)
    await expect(one.to({ ...hosts })(url)).rejects.toThrow(RetryLater)
    expect((await other.to(hosts)(url)).status).toBe(500)
  })
})

function v4(address: string): LookupAddress {
  return { address, family: 4 }
}

async function eventually(look: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (await look()) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}
