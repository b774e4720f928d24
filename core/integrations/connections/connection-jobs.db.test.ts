import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { type IntegrationFixture, integrationFixture, runDueJobs } from '../testing/integration-fixture.ts'
import type { ConnectionRef } from './connection.ts'
import { connectionTicks } from './connection-jobs.ts'

let hub: IntegrationFixture

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  for (const { id, tenantId } of await hub.connections.list(hub.tenantId)) {
    await hub.connections.remove({ tenantId, connectionId: id })
  }
})
afterAll(() => hub?.close())

async function create(plugin: string, tenantId = hub.tenantId): Promise<ConnectionRef> {
  const { id } = await hub.connections.create(tenantId, { plugin, name: 'Acme', settings: hub.settings })
  return { tenantId, connectionId: id }
}

/** One beat of the clock, and all the work it leads to. */
async function beat(minute: string): Promise<void> {
  const [tick] = connectionTicks()
  const jobs = tick?.jobs(minute) ?? []
  await hub.database.asCourier((tx) => hub.jobs.add(tx, jobs))
  await runDueJobs(hub)
}

const stateOf = async (ref: ConnectionRef) => (await hub.connections.get(ref)).state.is

function jobsOf(kind: string): Promise<Array<{ state: string; unique_key: string }>> {
  return hub.database.asCourier((tx) =>
    tx.rows({ text: 'select state, unique_key from jobs where kind = $1 order by id', values: [kind] }),
  )
}

test('a connection without syncs comes back by itself when its time has come, not before', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme-pay')
  hub.provider.on('/me', 200)
  const before = hub.provider.to('/me').length
  await beat('a-1')
  expect(hub.provider.to('/me')).toHaveLength(before)
  hub.clock.forward(16_000)
  await beat('a-2')
  expect(await stateOf(ref)).toBe('ready')
  expect((await hub.providers.payments(hub.tenantId))?.ref).toEqual(ref)
})

test('while the provider is still away it is looked at less and less often', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme-pay')
  const before = hub.provider.to('/me').length
  for (let minute = 0; minute < 10; minute++) {
    hub.clock.forward(60_000)
    await beat(`b-${minute}`)
  }
  const looks = hub.provider.to('/me').length - before
  expect(looks).toBeGreaterThanOrEqual(3)
  expect(looks).toBeLessThanOrEqual(6)
  expect(await stateOf(ref)).toBe('retrying')
})

test('beats of several replicas, and of minutes in which nothing ran, make one look', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme-pay')
  hub.clock.forward(16_000)
  const [tick] = connectionTicks()
  const known = (await jobsOf('connection.check')).length
  const plan = hub.handlers.find(({ kind }) => kind === 'connections.check')
  const run = { id: '', tenantId: null, payload: {}, attempt: 1, isLast: false, log: hub.log }
  for (let i = 0; i < 3; i++) await plan?.run({ ...run, signal: new AbortController().signal })
  const made = (await jobsOf('connection.check')).slice(known)
  expect(made.map(({ unique_key }) => unique_key.split(':')[0])).toEqual([ref.connectionId])
  expect(tick?.cron).toMatch(/^\d+ \* \* \* \* \*$/)
})

test('connections of all tenants are looked at, and none that is well, off or waiting for an admin', async () => {
  const others = [await hub.newTenant(), await hub.newTenant()]
  hub.provider.on('/me', 503)
  const due = [await create('acme-pay'), ...(await Promise.all(others.map((id) => create('acme', id))))]
  const off = await create('acme')
  await hub.connections.disable(off)
  hub.provider.on('/me', 200)
  await create('acme')
  const waiting = await create('acme')
  await hub.health.set(waiting, { is: 'needs_reauth', why: 'refused' })
  hub.clock.forward(16_000)
  const before = hub.provider.to('/me').length
  await beat('d-1')
  expect(hub.provider.to('/me').length - before).toBe(due.length)
  expect(await Promise.all(due.map(stateOf))).toEqual(['ready', 'ready', 'ready'])
  expect([await stateOf(off), await stateOf(waiting)]).toEqual(['disabled', 'needs_reauth'])
})

test('what was missed meanwhile is read at once when the connection is back', async () => {
  hub.provider.on('/me', 503).on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c' } }))
  await create('acme')
  hub.provider.on('/me', 200)
  hub.clock.forward(16_000)
  await beat('e-1')
  hub.clock.forward(2_000)
  const before = hub.provider.to('/changes/main').length
  await runDueJobs(hub)
  expect(hub.provider.to('/changes/main').length - before).toBe(1)
})

test('a check that the plugin cannot make sense of is made again, and the connection stays in use', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme-pay')
  hub.provider.on('/me', () => ({ status: 200, text: '<h1>We are working on it</h1>' }))
  hub.clock.forward(16_000)
  await beat('f-1')
  expect(await stateOf(ref)).toBe('retrying')
})

test('what other calls have brought back in the meantime is not asked again', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme')
  hub.clock.forward(16_000)
  const [tick] = connectionTicks()
  await hub.database.asCourier((tx) => hub.jobs.add(tx, tick?.jobs('g-1') ?? []))
  const plan = hub.handlers.filter(({ kind }) => kind === 'connections.check')
  await runDueJobs({ ...hub, handlers: plan })
  await hub.health.set(ref, { is: 'ready' })
  const before = hub.provider.to('/me').length
  await runDueJobs(hub)
  expect(hub.provider.to('/me')).toHaveLength(before)
})

test('a look at a connection that was removed ends as cancelled', async () => {
  hub.provider.on('/me', 503)
  const ref = await create('acme-pay')
  const job = {
    kind: 'connection.check',
    tenantId: ref.tenantId,
    payload: { connection_id: ref.connectionId },
    uniqueKey: `${ref.connectionId}:removed`,
  }
  await hub.connections.remove(ref)
  await hub.database.asCourier((tx) => hub.jobs.add(tx, [job]))
  await runDueJobs(hub)
  expect((await jobsOf('connection.check')).at(-1)?.state).toBe('cancelled')
})
