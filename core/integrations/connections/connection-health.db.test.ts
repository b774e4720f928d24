import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { http, type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'
import type { ConnectionRef, ConnectionState } from './connection.ts'
import { budgetLeft } from './error-budget.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  hub.provider.on('/me', 200).on('/entries', 201)
  const { id } = await hub.connections.create(hub.tenantId, {
    plugin: 'acme',
    name: 'Acme',
    settings: hub.settings,
  })
  ref = { tenantId: hub.tenantId, connectionId: id }
  hub.logged.length = 0
})
afterAll(() => hub?.close())

const ENTRY = {
  entryId: 'e-1',
  appointmentId: 'a-1',
  calendar: 'main',
  start: '2027-03-01T08:00:00Z',
  end: '2027-03-01T09:00:00Z',
  zone: 'Europe/Berlin',
  title: 'Haircut',
  attendee: { name: 'Ada', language: 'en' as const },
}

/** One call to the provider as a job would make it; gives the name of the failure. */
async function write(slice: Pick<IntegrationFixture, 'providers'> = hub): Promise<string> {
  const done = slice.providers.calendar(ref).then((calendar) => calendar.create(ENTRY))
  return done.then(
    () => 'written',
    (error: Error) => error.name,
  )
}

const state = async (): Promise<ConnectionState> => (await hub.connections.get(ref)).state

/** Lines about this connection: level, and the state it came to. */
const told = () =>
  hub.logged
    .filter(({ fields }) => fields.connection === ref.connectionId)
    .map(({ level, fields }) => `${level} ${fields.before} to ${fields.state}`)

describe('what a provider does moves the state of its connection', () => {
  test('an outage: retrying, with a time that grows with each failure in a row, and back', async () => {
    hub.provider.on('/entries', 503)
    const waits: number[] = []
    for (let i = 0; i < 4; i++) {
      expect(await write()).toBe('RetryLater')
      const now = await state()
      if (now.is !== 'retrying') throw new Error(`it is ${now.is}`)
      waits.push(Math.round((now.at - hub.clock.now()) / 1_000))
      hub.clock.forward(now.at - hub.clock.now() + 1)
    }
    expect(waits).toEqual([15, 30, 60, 120])
    hub.provider.on('/entries', 201)
    expect(await write()).toBe('written')
    expect(await state()).toEqual({ is: 'ready' })
  })

  test('one job’s failure is over with the same job’s next success', async () => {
    const calendar = await hub.providers.calendar(ref)
    hub.provider.on('/entries', 503)
    await expect(calendar.create(ENTRY)).rejects.toMatchObject({ name: 'RetryLater' })
    expect((await state()).is).toBe('retrying')
    hub.provider.on('/entries', 201)
    await calendar.create(ENTRY)
    expect(await state()).toEqual({ is: 'ready' })
  })

  test('many calls that fail in one outage do not make the next look later', async () => {
    hub.provider.on('/entries', 503)
    await Promise.all(Array.from({ length: 4 }, () => write()))
    const now = await state()
    if (now.is !== 'retrying') throw new Error(`it is ${now.is}`)
    expect(now.at - hub.clock.now()).toBeLessThanOrEqual(15_000)
  })

  test('a provider that asks to wait is looked at again when it said', async () => {
    hub.provider.on('/entries', () => ({ status: 429, headers: { 'retry-after': '900' } }))
    await write()
    expect(await write()).toBe('RetryLater')
    const now = await state()
    if (now.is !== 'retrying') throw new Error(`it is ${now.is}`)
    expect(Math.round((now.at - hub.clock.now()) / 10_000)).toBe(90)
  })

  test('a key that is refused: needs_reauth, and nobody asks again before an admin did something', async () => {
    hub.provider.on('/entries', 401)
    expect(await write()).toBe('ReauthRequired')
    expect(await state()).toEqual({ is: 'needs_reauth', why: 'Acme refuses the key.' })
    const before = hub.provider.requests.length
    expect(await write()).toBe('ReauthRequired')
    expect(hub.provider.requests).toHaveLength(before)
    hub.provider.on('/entries', 201)
    await hub.connections.check(ref)
    expect(await write()).toBe('written')
  })

  test('a setting that turns out wrong: misconfigured, with its name', async () => {
    hub.provider.on('/entries', 403)
    expect(await write()).toBe('Misconfigured')
    expect(await state()).toEqual({
      is: 'misconfigured',
      field: 'region',
      why: 'Acme has no such region.',
    })
    expect(await write()).toBe('Misconfigured')
  })

  test('a refusal of the matter and a bug of the plugin say nothing about it', async () => {
    hub.provider.on('/entries', 409)
    expect(await write()).toBe('Refused')
    expect(await state()).toEqual({ is: 'ready' })
    await expect(
      hub.health.watch({ ref, connection: { state: { is: 'ready' } } }, async () => {
        throw new TypeError('x is not a function')
      }),
    ).rejects.toThrow(TypeError)
    expect(await state()).toEqual({ is: 'ready' })
  })

  test('an admin’s check moves it as well, both ways', async () => {
    hub.provider.on('/me', 503)
    expect((await hub.connections.check(ref)).state.is).toBe('retrying')
    hub.provider.on('/me', 200)
    expect((await hub.connections.check(ref)).state).toEqual({ is: 'ready' })
    expect((await hub.connections.get(ref)).version).toBe(1)
  })
})

describe('several processes', () => {
  test('one’s trouble is over as soon as another has got through', async () => {
    const other = hub.process()
    expect(await write()).toBe('written')
    expect(await write(other)).toBe('written')
    hub.provider.on('/entries', 503)
    await write(other)
    expect((await state()).is).toBe('retrying')
    hub.provider.on('/entries', 201)
    expect(await write()).toBe('written')
    expect(await state()).toEqual({ is: 'ready' })
  })

  test('a change is told once, by the one that saw it first', async () => {
    const other = hub.process()
    hub.provider.on('/entries', 503)
    for (const slice of [hub, other, hub, other]) await write(slice)
    hub.provider.on('/entries', 201)
    for (const slice of [hub, other, hub, other]) await write(slice)
    expect(told()).toEqual(['warn ready to retrying', 'info retrying to ready'])
  })
})

test('a hundred failures and a hundred successes are two lines in the log', async () => {
  hub.provider.on('/entries', 503)
  for (let i = 0; i < 100; i++) await write()
  hub.provider.on('/entries', 201)
  await hub.connections.update(ref, { settings: { region: 'north' } })
  for (let i = 0; i < 100; i++) expect(await write()).toBe('written')
  expect(told().filter((line) => line.startsWith('warn'))).toEqual(['warn ready to retrying'])
})

test('calls that go well write nothing', async () => {
  const version = () =>
    hub.database.inTenant(hub.tenantId, (tx) =>
      tx.first<{ xmin: string }>({
        text: 'select xmin::text from connections where id = $1',
        values: [ref.connectionId],
      }),
    )
  await write()
  const before = await version()
  for (let i = 0; i < 5; i++) await write()
  expect(await version()).toEqual(before)
})

test('what the provider did stands even where the state cannot be stored', async () => {
  const broken = hub.process()
  hub.provider.on('/entries', 503)
  await write(broken)
  const calendar = await broken.providers.calendar(ref)
  hub.provider.on('/entries', 201)
  await broken.database.close()
  expect(await calendar.create(ENTRY)).toEqual({
    reference: 'acme-e-1',
    start: ENTRY.start,
    end: ENTRY.end,
  })
  expect(hub.logged.at(-1)).toMatchObject({
    level: 'warn',
    message: expect.stringContaining('not be stored'),
  })
})

describe('a connection that needs somebody', () => {
  const tasks = () =>
    hub.database.inTenant(hub.tenantId, (tx) =>
      tx.rows({
        text: `select kind, state, facts from tasks where tenant_id = $1 and about ->> 'connection_id' = $2 order by id`,
        values: [hub.tenantId, ref.connectionId],
      }),
    )
  const refused = { kind: 'connection_needs_reauth', facts: { plugin: 'acme', auth: 'key' } }

  test('is a task, however many calls fail in however many processes, until it works again', async () => {
    hub.provider.on('/entries', 401)
    const other = hub.process()
    expect(await Promise.all([write(), write(), write(other)])).toEqual(Array(3).fill('ReauthRequired'))
    expect(await tasks()).toEqual([{ ...refused, state: 'open' }])
    hub.provider.on('/entries', 201)
    await hub.connections.update(ref, { settings: { api_key: 'another-key' } })
    expect(await tasks()).toEqual([{ ...refused, state: 'settled' }])
  })

  test('is none while its provider is only away', async () => {
    hub.provider.on('/entries', 503)
    await write()
    expect(await tasks()).toEqual([])
  })

  test.each([
    ['switched off', () => hub.connections.disable(ref)],
    ['removed', () => hub.connections.remove(ref)],
  ])('is none any more when it is %s', async (_what, end) => {
    await hub.health.set(ref, { is: 'misconfigured', field: 'base_url', why: 'w' })
    expect(await tasks()).toMatchObject([
      { kind: 'connection_misconfigured', state: 'open', facts: { field: 'base_url' } },
    ])
    await end()
    expect(await tasks()).toMatchObject([{ state: 'settled' }])
  })

  test('that goes from one trouble into another has one task', async () => {
    await hub.health.set(ref, { is: 'misconfigured', field: 'base_url', why: 'w' })
    await hub.health.set(ref, { is: 'failed', why: 'w' })
    expect((await tasks()).map((task) => Object.values(task).slice(0, 2))).toEqual([
      ['connection_misconfigured', 'settled'],
      ['connection_failed', 'open'],
    ])
  })
})

describe('how a connection does', () => {
  const health = async () => {
    const path = `/v1/connections/${ref.connectionId}/health`
    return (await http(hub).get(path).set('x-tenant-id', hub.tenantId)).body
  }

  test('is told before anything was asked of its provider', async () => {
    expect(await health()).toEqual({
      state: { is: 'ready' },
      breaker: 'closed',
      tier: null,
      last_success_at: null,
      calls: { total: 0, failed: 0, days: 7 },
      error_budget: { target: 0.99, left: 1 },
      wire: { paused_until: null, rate: null, shared: false, at_once: null },
      data: { synced_at: null, age_seconds: null },
    })
  })

  test('counts what all processes asked, for a week; a refusal is an answer', async () => {
    const other = hub.process()
    hub.provider.on('/entries', 409)
    await write()
    await write(other)
    hub.provider.on('/entries', 503)
    await write()
    await other.tally.flush()
    const told = await health()
    expect(told).toMatchObject({ calls: { total: 3, failed: 1 }, error_budget: { left: 0 } })
    expect(Math.abs(Date.parse(told.last_success_at) - hub.clock.now())).toBeLessThan(10_000)
    await hub.tally.flush()
    expect((await health()).calls).toEqual(told.calls)
    hub.clock.forward(7 * 86_400_000)
    expect(await health()).toMatchObject({
      calls: { total: 0, failed: 0 },
      error_budget: { left: 1 },
      last_success_at: told.last_success_at,
    })
  })

  test('says until when the provider asked to be left alone', async () => {
    hub.provider.on('/entries', () => ({ status: 429, headers: { 'retry-after': '60' } }))
    await write()
    const left = Date.parse((await health()).wire.paused_until) - Date.now()
    expect(left).toBeGreaterThan(30_000)
    expect(left).toBeLessThanOrEqual(60_000)
  })

  test.each([
    [1_000, 0, 1],
    [1_000, 5, 0.5],
    [1_000, 10, 0],
    [1_000, 900, 0],
  ])('of %i requests of which %i failed, %f of the budget is left', (calls, failures, left) => {
    expect(budgetLeft({ calls, failures })).toBeCloseTo(left)
  })

  test('tells the age of the calendar that was read longest ago', async () => {
    hub.provider.on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c' } }))
    await hub.runner.run(await hub.host.bind(ref), 'entries', { signal: new AbortController().signal })
    hub.clock.forward(90_000)
    expect((await health()).data.age_seconds).toBeGreaterThanOrEqual(90)
    expect((await health()).data.age_seconds).toBeLessThan(120)
  })
})
