import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startHookReceiver } from './hook-receiver.ts'
import { createTestContext } from './test-context.ts'

const folder = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'plugin-'))}/`)
const server = createServer((request, response) => {
  if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end()
  else if (request.url === '/cut') request.socket.destroy()
  else response.writeHead(201).end('made')
})
let base = ''

beforeAll(async () => {
  const settings = {
    properties: {
      base_url: { type: 'string', 'x-host': true },
      domain: { type: 'string', default: 'example.com' },
    },
  }
  writeFileSync(new URL('plugin.json', folder), JSON.stringify({ hosts: ['api.acme.invalid'] }))
  writeFileSync(new URL('settings.schema.json', folder), JSON.stringify(settings))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const context = (given: object = {}) => createTestContext({ folder, settings: { base_url: base }, ...given })

describe('settings and time', () => {
  test('settings have the defaults of their schema, and what is given wins', () => {
    expect(context().ctx.settings).toEqual({ base_url: base, domain: 'example.com' })
    expect(context({ settings: { domain: 'a.example' } }).ctx.settings).toEqual({ domain: 'a.example' })
  })

  test('the clock stands still', () => {
    const { ctx } = context({ now: 1_000 })
    expect([ctx.now(), ctx.now()]).toEqual([1_000, 1_000])
  })

  test('without a token in the test, a plugin that wants one is told so', async () => {
    await expect(context().ctx.accessToken()).rejects.toThrow('gave no accessToken')
    expect(await context({ accessToken: async () => 'ya29' }).ctx.accessToken()).toBe('ya29')
  })

  test('what is logged can be read', () => {
    const { ctx, logged } = context()
    ctx.log.warn({ call: 'c1' }, 'late')
    expect(logged).toEqual([{ level: 'warn', fields: { call: 'c1' }, message: 'late' }])
  })
})

describe('fetch', () => {
  test('what goes out is noted', async () => {
    const { ctx, sent } = context()
    const answer = await ctx.fetch(`${base}/things`, { method: 'POST', body: 'x' })
    expect(await answer.text()).toBe('made')
    expect(sent).toEqual([{ method: 'POST', url: `${base}/things`, status: 201 }])
  })

  test('a host that is not declared is refused, a declared one only by https', async () => {
    const { ctx, sent } = context()
    for (const url of ['https://other.invalid/', 'http://api.acme.invalid/', 'http://127.0.0.1:1/']) {
      await expect(ctx.fetch(url)).rejects.toMatchObject({ name: 'Misconfigured', field: 'hosts' })
    }
    expect(sent).toEqual([])
  })

  test('no answer is RetryLater, as the host says it', async () => {
    const { ctx, sent } = context()
    await expect(ctx.fetch(`${base}/cut`)).rejects.toMatchObject({ name: 'RetryLater' })
    expect(sent).toMatchObject([{ status: null }])
  })

  test('a redirect is not followed', async () => {
    await expect(context().ctx.fetch(`${base}/redirect`)).rejects.toThrow('redirect (302) was refused')
  })
})

describe('store', () => {
  test('values come back as JSON, and can be forgotten', async () => {
    const { store } = context().ctx
    await store.set('a', { at: new Date(0), none: undefined })
    expect(await store.get('a')).toEqual({ at: '1970-01-01T00:00:00.000Z' })
    await store.delete('a')
    expect(await store.get('a')).toBeUndefined()
  })

  test('more than 64 kB under one key are too many', async () => {
    await expect(context().ctx.store.set('a', 'x'.repeat(65_536))).rejects.toThrow(RangeError)
  })
})

describe('hooks', () => {
  test('a delivery arrives as the exact bytes, with its hook’s name', async () => {
    const hooks = await startHookReceiver()
    const { ctx } = context({ hooks: hooks.base })
    await fetch(ctx.hookUrl('events'), {
      method: 'POST',
      body: '{"a": "ä"}',
      headers: { 'X-Signature': 's' },
    })
    const [delivery] = await hooks.waitFor(1)
    await hooks.close()
    expect(delivery).toMatchObject({ hook: 'events', headers: { 'x-signature': 's' } })
    expect(Buffer.from(delivery?.body ?? []).toString()).toBe('{"a": "ä"}')
  })
})
