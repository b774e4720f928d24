import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../../platform/jobs/testing/eventually.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { acme, acmePay, acmeTwofold } from '../testing/acme-plugin.ts'
import {
  http,
  type IntegrationFixture,
  integrationFixture,
  runDueJobs,
} from '../testing/integration-fixture.ts'
import { syncTicks } from './sync-jobs.ts'
import { takeSyncLease } from './sync-lease.ts'

let hub: IntegrationFixture
/** Each test finds the hub without connections. */
const made: ConnectionRef[] = []

beforeAll(async () => {
  hub = await integrationFixture([acme, acmePay, acmeTwofold])
})
beforeEach(async () => {
  hub.provider.on('/me', 200).on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c' } }))
  for (const ref of made.splice(0)) await hub.connections.remove(ref).catch(() => {})
  await runDueJobs(hub)
  // The middle of a slot: no test crosses into the next by its own slowness.
  hub.clock.forward(FIVE_MINUTES - (hub.clock.now() % FIVE_MINUTES) + 60_000)
})
afterAll(() => hub?.close())

const FIVE_MINUTES = 300_000

async function create(tenantId = hub.tenantId, plugin = 'acme'): Promise<ConnectionRef> {
  const { id } = await hub.connections.create(tenantId, { plugin, name: 'Acme', settings: hub.settings })
  const ref = { tenantId, connectionId: id }
  made.push(ref)
  return ref
}

/** One beat of the clock without the work it leads to. */
async function plan(): Promise<void> {
  const [tick] = syncTicks()
  const slot = String(hub.clock.now())
  await hub.database.asCourier((tx) => hub.jobs.add(tx, tick?.jobs(slot) ?? []))
  await runDueJobs({ ...hub, handlers: hub.handlers.filter(({ kind }) => kind === 'syncs.plan') })
}

interface Job {
  connection: string
  state: string
  last_error: string | null
}

function syncRuns(refs: readonly ConnectionRef[]): Promise<Job[]> {
  return hub.database.asCourier((tx) =>
    tx.rows<Job>({
      text: `select payload ->> 'connection_id' as connection, state, last_error from jobs
             where kind = 'sync.run' and payload ->> 'connection_id' = any ($1) order by id`,
      values: [refs.map(({ connectionId }) => connectionId)],
    }),
  )
}

describe('the plan of every minute', () => {
  test('makes one job for each sync and slot, for the connections of all tenants', async () => {
    const tenants = [hub.tenantId, await hub.newTenant(), await hub.newTenant()]
    const refs = await Promise.all(
      Array.from({ length: 30 }, (_, index) => create(tenants[index % tenants.length])),
    )
    await create(hub.tenantId, 'acme-pay')
    await plan()
    expect((await syncRuns(refs)).map((job) => job.connection).sort()).toEqual(
      refs.map(({ connectionId }) => connectionId).sort(),
    )
    for (let minute = 0; minute < 3; minute++) {
      await plan()
      hub.clock.forward(60_000)
    }
    expect(await syncRuns(refs)).toHaveLength(30)
    hub.clock.forward(120_000)
    await plan()
    expect(await syncRuns(refs)).toHaveLength(60)
  })

  test('leads to calendars that are read', async () => {
    const ref = await create()
    await plan()
    const before = hub.provider.to('/changes/main').length
    await runDueJobs(hub)
    expect(hub.provider.to('/changes/main').length - before).toBe(1)
    expect(await syncRuns([ref])).toMatchObject([{ state: 'done' }])
  })

  test.each([
    ['switched off', 'disabled', (ref: ConnectionRef) => hub.connections.disable(ref)],
    [
      'waiting for an admin',
      'needs_reauth',
      (ref: ConnectionRef) => hub.health.set(ref, { is: 'needs_reauth', why: 'w' }),
    ],
  ])('a connection that is %s is not called', async (_what, state, turn) => {
    const ref = await create()
    await turn(ref)
    await plan()
    const before = hub.provider.requests.length
    await runDueJobs(hub)
    expect(hub.provider.requests).toHaveLength(before)
    expect(await syncRuns([ref])).toMatchObject([
      { state: 'cancelled', last_error: `the connection is ${state}` },
    ])
  })

  test('a provider that is away gets its next chance at the next turn', async () => {
    const ref = await create()
    hub.provider.on('/changes/main', 503)
    await plan()
    await runDueJobs(hub)
    expect(await syncRuns([ref])).toMatchObject([{ state: 'cancelled', last_error: 'Acme answered 503.' }])
    hub.provider.on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c' } }))
    hub.clock.forward(FIVE_MINUTES)
    await plan()
    await runDueJobs(hub)
    expect((await syncRuns([ref])).map((job) => job.state)).toEqual(['cancelled', 'done'])
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'ready' })
  })

  test('a run for a connection that was removed ends as cancelled', async () => {
    const ref = await create()
    await plan()
    await hub.connections.remove(ref)
    await runDueJobs(hub)
    expect(await syncRuns([ref])).toMatchObject([
      { state: 'cancelled', last_error: 'the connection was removed' },
    ])
  })
})

describe('a sync on request', () => {
  test('is put over HTTP, and answered before it has run', async () => {
    const ref = await create()
    const ask = () =>
      http(hub).post(`/v1/connections/${ref.connectionId}/sync`).set('x-tenant-id', hub.tenantId)
    const reply = await ask()
    expect([reply.status, reply.body]).toEqual([202, { syncs: ['entries'] }])
    expect(await syncRuns([ref])).toMatchObject([{ state: 'waiting' }])
    hub.clock.forward(1_000)
    await runDueJobs(hub)
    expect(await syncRuns([ref])).toMatchObject([{ state: 'done' }])
    await hub.connections.disable(ref)
    expect((await ask()).status).toBe(409)
  })

  test('by many within a second is one run, that begins after the last of them asked', async () => {
    const ref = await create()
    const at = (ms: number) => hub.clock.forward(ms - (hub.clock.now() % 1_000))
    at(1_000)
    for (let i = 0; i < 5; i++) {
      await hub.syncs.accept(ref, { type: 'calendar.changed', sync: 'entries' })
    }
    expect(await syncRuns([ref])).toHaveLength(1)
    expect(await runDueJobs(hub)).toBe(0)
    at(1_000)
    expect(await runDueJobs(hub)).toBe(1)
    // One more change while that run was under way has a run of its own.
    await hub.syncs.accept(ref, { type: 'calendar.changed', sync: 'entries' })
    expect(await syncRuns([ref])).toHaveLength(2)
  })
})

describe('of the syncs of one connection', () => {
  /** What the provider is doing: how many runs ask it at once. */
  function busyProvider() {
    const asked = { now: 0, most: 0 }
    const answer = Promise.withResolvers<void>()
    hub.provider.on('/changes/main', async () => {
      asked.most = Math.max(asked.most, ++asked.now)
      await answer.promise
      asked.now--
      return { status: 200, body: { checkpoint: 'c' } }
    })
    return { asked, answer: () => answer.resolve() }
  }

  const heldFor = (ref: ConnectionRef, seconds: number) =>
    hub.database.inTenant(ref.tenantId, (tx) =>
      tx.run({
        text: 'update connections set syncing_until = clock_timestamp() + make_interval(secs => $2) where id = $1',
        values: [ref.connectionId, seconds],
      }),
    )

  test('never two run at once, in whichever processes: what was asked for meanwhile has its turn after', async () => {
    const ref = await create()
    const { asked, answer } = busyProvider()
    await plan()
    const first = runDueJobs(hub)
    await eventually('the first run asks the provider', () => asked.now === 1)
    await hub.syncs.all(ref)
    await hub.syncs.all(ref, { full: true })
    hub.clock.forward(1_000)
    await runDueJobs(hub.process())
    expect((await syncRuns([ref])).map(({ state, last_error: why }) => [state, why])).toEqual([
      ['running', null],
      ['waiting', 'another run is under way'],
      ['waiting', 'another run is under way'],
    ])
    answer()
    await first
    hub.clock.forward(2_000)
    await Promise.all([runDueJobs(hub), runDueJobs(hub.process())])
    hub.clock.forward(2_000)
    await runDueJobs(hub)
    expect((await syncRuns([ref])).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect(asked.most).toBe(1)
  })

  test('a planned turn that finds another run under way leaves it to that', async () => {
    const ref = await create()
    await heldFor(ref, 60)
    const before = hub.provider.to('/changes/main').length
    await plan()
    await runDueJobs(hub)
    expect(await syncRuns([ref])).toMatchObject([
      { state: 'cancelled', last_error: 'another run is under way' },
    ])
    expect(hub.provider.to('/changes/main')).toHaveLength(before)
  })

  test('a planned turn waits for a run that may be of another sync', async () => {
    hub.provider.on('/changes/', () => ({ status: 200, body: { checkpoint: 'c' } }))
    const ref = await create(hub.tenantId, 'acme-twofold')
    await heldFor(ref, 60)
    await plan()
    await runDueJobs(hub)
    const waits = { state: 'waiting', last_error: 'another run is under way' }
    expect(await syncRuns([ref])).toMatchObject([waits, waits])
    await heldFor(ref, -1)
    for (let look = 0; look < 2; look++) {
      hub.clock.forward(2_000)
      await runDueJobs(hub)
    }
    expect(await syncRuns([ref])).toMatchObject([{ state: 'done' }, { state: 'done' }])
  })

  test('one whose process was killed keeps the others from it until its lease is over, no longer', async () => {
    const ref = await create()
    await heldFor(ref, -1)
    await plan()
    await runDueJobs(hub)
    expect(await syncRuns([ref])).toMatchObject([{ state: 'done' }])
    const held = await hub.database.inTenant(ref.tenantId, (tx) =>
      tx.first({ text: 'select syncing_until from connections where id = $1', values: [ref.connectionId] }),
    )
    expect(held).toEqual({ syncing_until: null })
  })

  const heldUntil = async (ref: ConnectionRef) => {
    const text = 'select syncing_until::text as until from connections where id = $1'
    const row = await hub.database.inTenant(ref.tenantId, (tx) =>
      tx.first<{ until: string | null }>({ text, values: [ref.connectionId] }),
    )
    return row?.until
  }

  test('one renews its lease as long as it runs, and is told when it has lost it to another', async () => {
    const ref = await create()
    const lease = await takeSyncLease(hub.database, ref, { lease: 10_000, heartbeat: 20 })
    const taken = await heldUntil(ref)
    await eventually('it was renewed', async () => (await heldUntil(ref)) !== taken)
    expect(lease?.lost.aborted).toBe(false)
    await heldFor(ref, 60)
    await eventually('it is told', () => lease?.lost.aborted === true)
    await lease?.release()
    expect(await takeSyncLease(hub.database, ref)).toBeUndefined()
  })
})
