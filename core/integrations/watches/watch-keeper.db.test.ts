import { definePlugin, ReauthRequired, Refused, RetryLater, type WatchHandler } from '@askpro/plugin-sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { ConnectionRef } from '../connections/connection.ts'
import { acme } from '../testing/acme-plugin.ts'
import {
  http,
  type IntegrationFixture,
  integrationFixture,
  runDueJobs,
} from '../testing/integration-fixture.ts'
import { watchTicks } from './watch-jobs.ts'

const DAY = 86_400_000

/** What the provider does at the next calls, and what it has been asked for. */
const provider = {
  open: new Map<string, { id: string; secret: string; address: string; calendar: string | null }>(),
  closed: [] as string[],
  fails: undefined as (() => Error) | undefined,
}

const changes: WatchHandler = {
  async open(ctx, wish) {
    const failure = provider.fails?.()
    if (failure?.name !== 'Lost' && failure) throw failure
    // Its first message comes in before it has answered.
    expect((await ctx.watches('changes')).map(({ secret }) => secret)).toContain(wish.secret)
    provider.open.set(wish.id, wish)
    if (failure) throw new RetryLater('the answer was lost')
    return { reference: { name: wish.id }, expiresAt: ctx.now() + 7 * DAY }
  },
  async close(ctx, { reference }) {
    const failure = provider.fails?.()
    if (failure) throw failure
    expect(ctx.settings.api_key).toBe('key-of-acme')
    if (!reference?.name) return
    provider.open.delete(reference.name)
    provider.closed.push(reference.name)
  },
}

const watched = {
  ...acme,
  manifest: { ...acme.manifest, watches: [{ name: 'changes', hook: 'events', per: 'calendar' as const }] },
  plugin: definePlugin({ ...acme.plugin, watches: { changes } }),
}

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture([watched])
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  hub.neighbours.calendars = ['main']
  provider.fails = undefined
  const wanted = { plugin: 'acme', name: 'Acme', settings: hub.settings }
  ref = { tenantId: hub.tenantId, connectionId: (await hub.connections.create(hub.tenantId, wanted)).id }
  await hub.database.asCourier((tx) => tx.run({ text: 'delete from jobs' }))
  provider.open.clear()
  provider.closed.length = 0
})
afterAll(() => hub?.close())

const tend = () => hub.keeper.tend(ref)
const calendars = () => [...provider.open.values()].map(({ calendar }) => calendar)

async function shown(): Promise<Array<{ calendar: string; state: string; why: string | null }>> {
  const path = `/v1/connections/${ref.connectionId}/watches`
  return (await http(hub).get(path).set('x-tenant-id', hub.tenantId)).body.data
}

const states = async () => (await shown()).map(({ state }) => state)

test('the turn of every five minutes opens one for each calendar that is read, and no second one', async () => {
  hub.neighbours.calendars = ['main', 'second']
  const beat = async (slot: string) => {
    await hub.database.asCourier((tx) => hub.jobs.add(tx, watchTicks()[0]?.jobs(slot) ?? []))
    await runDueJobs(hub)
  }
  await beat('a-1')
  await beat('a-2')
  hub.clock.forward(5 * 60_000)
  await beat('a-3')
  expect(calendars().sort()).toEqual(['main', 'second'])
  const [wish] = provider.open.values()
  expect(wish?.address).toBe(`https://hub.example/hooks/${ref.connectionId}/events`)
  expect(await states()).toEqual(['open', 'open'])
})

test('a calendar that is no longer read is no longer watched', async () => {
  await tend()
  hub.neighbours.calendars = ['second']
  await tend()
  expect(calendars()).toEqual(['second'])
})

test('the next is opened before the last ends, which then is closed and heard for a while', async () => {
  await tend()
  const [first] = provider.open.values()
  hub.clock.forward(6 * DAY - 60_000)
  await tend()
  expect([...provider.open.keys()]).toEqual([first?.id])
  hub.clock.forward(120_000)
  await tend()
  expect(provider.open.size).toBe(1)
  expect(provider.closed).toEqual([first?.id])
  const heard = async () =>
    (await (await hub.host.bind(ref)).ctx.watches('changes')).map(({ secret }) => secret === first?.secret)
  expect(await heard()).toEqual([true, false])
  hub.clock.forward(600_000)
  await tend()
  expect(await heard()).toEqual([false])
})

test('what was switched off is closed at once, and opened again when it is switched on', async () => {
  await tend()
  await hub.connections.disable(ref)
  await runDueJobs(hub)
  expect(calendars()).toEqual([])
  await hub.connections.enable(ref)
  await runDueJobs(hub)
  expect(calendars()).toEqual(['main'])
})

test('nothing is said while the connection waits for an admin, and what is open stays', async () => {
  await tend()
  await hub.health.set(ref, { is: 'needs_reauth', why: 'w' })
  hub.neighbours.calendars = []
  await tend()
  expect([calendars(), provider.closed]).toEqual([['main'], []])
})

test('a wish whose answer was lost is made anew; messages of the first are heard as well', async () => {
  provider.fails = () => Object.assign(new Error(), { name: 'Lost' })
  await expect(tend()).rejects.toMatchObject({ name: 'RetryLater' })
  provider.fails = undefined
  await tend()
  await tend()
  expect(provider.open.size).toBe(2)
  const { ctx } = await hub.host.bind(ref)
  const secrets = (await ctx.watches('changes')).map(({ secret }) => secret).sort()
  expect(secrets).toEqual([...provider.open.values()].map(({ secret }) => secret).sort())
  expect((await hub.connections.get(ref)).state.is).toBe('ready')
})

test('a refusal is shown, leaves the connection alone, and is asked about again hours later', async () => {
  provider.fails = () => new Refused('not_https', 'The address must be https.')
  await tend()
  await tend()
  expect(await shown()).toMatchObject([{ state: 'refused', why: 'The address must be https.' }])
  expect((await hub.connections.get(ref)).state).toEqual({ is: 'ready' })
  provider.fails = undefined
  hub.clock.forward(6 * 3_600_000)
  await tend()
  expect(await states()).toEqual(['open'])
})

describe('one that lasts until it is closed', () => {
  const looks: string[] = []
  const lasting = {
    ...changes,
    open: async (ctx, wish) => ({ reference: (await changes.open(ctx, wish)).reference }),
    async stands(_ctx, { reference, address }) {
      looks.push(String(reference.name))
      const failure = provider.fails?.()
      if (failure) throw failure
      return provider.open.get(String(reference.name))?.address === address
    },
  } satisfies WatchHandler
  const HOUR = 3_600_000

  beforeEach(() => {
    looks.length = 0
    watched.plugin.watches = { changes: lasting }
  })
  afterEach(() => {
    watched.plugin.watches = { changes }
  })

  test('is looked at every hour, and left alone while it stands', async () => {
    await tend()
    hub.clock.forward(HOUR - 60_000)
    await tend()
    expect(looks).toEqual([])
    hub.clock.forward(60_000)
    await tend()
    await tend()
    expect([looks.length, provider.open.size, provider.closed]).toEqual([1, 1, []])
  })

  test('is opened anew where somebody has removed it, and not where the provider cannot answer', async () => {
    await tend()
    const [first] = provider.open.keys()
    hub.clock.forward(HOUR)
    provider.fails = () => new RetryLater('away')
    await expect(tend()).rejects.toMatchObject({ name: 'RetryLater' })
    expect([...provider.open.keys()]).toEqual([first])
    provider.fails = undefined
    provider.open.clear()
    await tend()
    expect([provider.open.size, provider.open.has(first ?? '')]).toEqual([1, false])
    expect((await states()).sort()).toEqual(['closed', 'open'])
  })

  test.each([
    ['the hub has another address', "address = 'https://old.example/hooks/1/events'"],
    ['its secret was sealed under a master key that is lost', "secret = 'v1.00000000.x'"],
  ])('is opened anew at once when %s', async (_when, change) => {
    await tend()
    const [first] = provider.open.keys()
    await hub.database.inTenant(hub.tenantId, (tx) => tx.run({ text: `update watches set ${change}` }))
    await tend()
    expect([provider.open.size, provider.open.has(first ?? ''), looks]).toEqual([1, false, []])
  })
})

test('a connection that is made with a key is watched from then on', async () => {
  await hub.connections.create(hub.tenantId, { plugin: 'acme', name: 'Another', settings: hub.settings })
  await runDueJobs(hub)
  expect(calendars()).toEqual(['main'])
})

test('a secret is nowhere in the table', async () => {
  await tend()
  const rows = await hub.database.inTenant(hub.tenantId, (tx) => tx.rows({ text: 'select * from watches' }))
  const [{ secret } = { secret: 'none' }] = provider.open.values()
  expect(JSON.stringify(rows)).not.toContain(secret)
})

const farewells = () =>
  hub.database.inTenant(hub.tenantId, (tx) => tx.rows({ text: 'select * from farewells' }))

test('a connection that was removed is forgotten at once; its provider is told as soon as it can be', async () => {
  await tend()
  const [wish] = provider.open.values()
  await hub.connections.remove(ref)
  provider.fails = () => new RetryLater('away', { after: 60_000 })
  await runDueJobs(hub)
  expect([calendars(), JSON.stringify(await farewells()).includes('key-of-acme')]).toEqual([['main'], false])
  provider.fails = undefined
  hub.clock.forward(61_000)
  await runDueJobs(hub)
  expect([provider.closed, await farewells()]).toEqual([[wish?.id], []])
})

test.each([
  ['refuses the credentials', 0, () => new ReauthRequired('gone')],
  ['was away for longer than a watch lasts', 9 * DAY, () => new RetryLater('away')],
])('a provider that %s is left to itself', async (_what, later, failure) => {
  await tend()
  await hub.connections.remove(ref)
  provider.fails = failure
  hub.clock.forward(later)
  await runDueJobs(hub)
  expect(await farewells()).toEqual([])
})
