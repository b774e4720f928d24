import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { defineStandIn, type RunningStandIn } from './stand-in.ts'

type Counter = { count: number }

const counter = defineStandIn<Counter>({
  name: 'counter',
  defaultKeys: { counter: 'secret' },
  initialState: () => ({ count: 0 }),
  routes: [
    {
      method: 'POST',
      path: '/add',
      handle: (_request, { state }) => ({ status: 201, body: { count: ++state.count } }),
    },
    {
      method: 'POST',
      path: '/echo',
      handle: ({ body, raw }) => ({ status: 200, body: { body, bytes: raw.length } }),
    },
    {
      method: 'GET',
      path: '/bug',
      handle: () => {
        throw new Error('a bug in the handler')
      },
    },
  ],
  errors: {
    unknownPath: ({ path }) => ({ status: 404, body: { error: `no ${path}` } }),
    malformedBody: () => ({ status: 400, body: { error: 'malformed' } }),
    expiredToken: () => ({ status: 401, body: { error: 'expired' } }),
    failure: ({ status, retryAfter }) => ({
      status,
      body: { error: `failed ${status} ${retryAfter ?? ''}` },
    }),
  },
  webhooks: { headersFor: () => ({}), retryDelaysMs: [], timeoutMs: 1000 },
})

let running: RunningStandIn<Counter>
let saves = 0

beforeEach(async () => {
  saves = 0
  running = await counter.start({
    port: 0,
    now: Date.now,
    apiKeys: {},
    save: () => saves++,
    retryDelayFactor: 1,
  })
})
afterEach(() => running.stop())

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${running.address}${path}`, { method: 'POST', ...init })

describe('requests', () => {
  test('a mutating request is stored before its answer, a reading one is not', async () => {
    await post('/add')
    expect(saves).toBe(1)
    await fetch(`${running.address}/nothing`)
    expect(saves).toBe(1)
  })

  test('JSON and nested forms are parsed, and the raw bytes kept', async () => {
    const json = await post('/echo', { body: '{"a":"é"}', headers: { 'content-type': 'application/json' } })
    expect(await json.json()).toEqual({ body: { a: 'é' }, bytes: 10 })
    const form = await post('/echo', { body: new URLSearchParams({ 'items[0][price]': 'p1' }) })
    expect(await form.json()).toMatchObject({ body: { items: [{ price: 'p1' }] } })
  })

  test('a body that is not JSON gets the provider words for it', async () => {
    expect((await post('/echo', { body: '{', headers: { 'content-type': 'application/json' } })).status).toBe(
      400,
    )
  })

  test('a bug in a handler is a 500 for the client and a stack in the journal', async () => {
    expect((await fetch(`${running.address}/bug`)).status).toBe(500)
    expect(running.journal.requests().at(-1)?.error).toContain('a bug in the handler')
  })

  test('the journal tells what came in and how it was answered', async () => {
    await post('/add?x=1', { body: '{"n":1}', headers: { 'content-type': 'application/json' } })
    expect(running.journal.requests()).toMatchObject([
      {
        method: 'POST',
        path: '/add',
        query: 'x=1',
        body: { n: 1 },
        status: 201,
        outcome: 'answered',
        worked: true,
      },
    ])
    expect(running.journal.requests(running.journal.last)).toEqual([])
  })
})

describe('faults', () => {
  test('latency delays the answer', async () => {
    running.faults.set([{ latency_ms: 120 }])
    const started = performance.now()
    expect((await post('/add')).status).toBe(201)
    expect(performance.now() - started).toBeGreaterThan(110)
  })

  test('a status is answered in the provider words without doing the work', async () => {
    running.faults.set([{ status: 429, retry_after: 7 }])
    const answer = await post('/add')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(running.state.count).toBe(0)
    expect(running.journal.requests()).toMatchObject([{ worked: false, fault: 'status' }])
  })

  test('an error after the work leaves its effect behind', async () => {
    running.faults.set([{ error_after: true }])
    expect((await post('/add')).status).toBe(500)
    expect(running.state.count).toBe(1)
  })

  test('a reset socket before the work has no effect, one after the work has', async () => {
    running.faults.set([
      { reset: true, times: 1 },
      { reset_after: true, times: 1 },
    ])
    await expect(post('/add')).rejects.toThrow()
    expect(running.state.count).toBe(0)
    await expect(post('/add')).rejects.toThrow()
    expect(running.state.count).toBe(1)
    expect(running.journal.requests()).toMatchObject([
      { outcome: 'reset', worked: false },
      { outcome: 'reset', worked: true },
    ])
  })

  test('a hanging request is never answered, and let go when the faults are cleared', async () => {
    running.faults.set([{ hang: true }])
    await expect(post('/add', { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
    const hanging = post('/add')
    await expect(
      Promise.race([hanging, new Promise((done) => setTimeout(done, 60, 'silence'))]),
    ).resolves.toBe('silence')
    running.faults.set([])
    await expect(hanging).rejects.toThrow()
    expect(running.state.count).toBe(0)
  })

  test('an expired token is told as the provider does', async () => {
    running.faults.set([{ expired_token: true, times: 1 }])
    expect((await post('/add')).status).toBe(401)
    expect((await post('/add')).status).toBe(201)
  })

  test('a fault hits only its method and path, and only so many times', async () => {
    running.faults.set([
      { method: 'post', path: '/ad*', status: 503 },
      { path: '/add', status: 503, times: 2 },
    ])
    expect((await post('/echo')).status).toBe(200)
    const statuses = [await post('/add'), await post('/add'), await post('/add')].map(({ status }) => status)
    expect(statuses).toEqual([503, 503, 201])
  })
})

test('a reset goes back to the first start', async () => {
  await post('/add')
  running.faults.set([{ reset: true }])
  running.reset()
  expect(running.state.count).toBe(0)
  expect(running.faults.current).toEqual([])
  expect(running.journal.requests()).toEqual([])
})
