import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../platform/ids.ts'
import { PluginCatalog } from './catalog/plugin-catalog.ts'
import type { ConnectionRef, ConnectionState } from './connections/connection.ts'
import { outcomeOf } from './outcome-of.ts'
import { acme, acmePay } from './testing/acme-plugin.ts'
import {
  type IntegrationFixture,
  integrationFixture,
  integrationSlice,
  runDueJobs,
} from './testing/integration-fixture.ts'

let hub: IntegrationFixture

beforeAll(async () => {
  hub = await integrationFixture()
  hub.provider.on('/me', 200)
})
beforeEach(async () => {
  for (const { id, tenantId } of await hub.connections.list(hub.tenantId)) {
    await hub.connections.remove({ tenantId, connectionId: id })
  }
})
afterAll(() => hub?.close())

async function create(plugin: string, tenantId = hub.tenantId): Promise<ConnectionRef> {
  const { id } = await hub.connections.create(tenantId, { plugin, name: 'Acme', settings: hub.settings })
  return { tenantId, connectionId: id }
}

const NOW = 1_000_000

/** What a job does that needs the calendar of a connection and cannot have it. */
const outcomeAt = (ref: ConnectionRef) =>
  hub.providers.calendar(ref).then(
    () => 'it was given',
    (error: unknown) => outcomeOf(error, NOW),
  )

describe('a connection is reached by what it can do', () => {
  test('its calendar, with how it wants entries', async () => {
    const calendar = await hub.providers.calendar(await create('acme'))
    expect([calendar.plugin, calendar.entries]).toEqual(['acme', 'whole'])
    expect(await calendar.slots({ calendar: 'main', from: '', to: '' })).toBeUndefined()
  })

  test('its telephony', async () => {
    const telephony = await hub.providers.telephony(await create('acme'))
    expect([telephony.plugin, await telephony.getCall('c-1')]).toEqual(['acme', null])
  })

  test('not what its plugin does not have', async () => {
    const ref = await create('acme-pay')
    await expect(hub.providers.calendar(ref)).rejects.toMatchObject({ name: 'Misconfigured' })
  })
})

describe('the payments of a tenant', () => {
  test('are its own connection that can do them, whichever else it has', async () => {
    await create('acme')
    const ref = await create('acme-pay')
    await create('acme-pay', await hub.newTenant())
    const payments = await hub.providers.payments(hub.tenantId)
    expect(payments?.ref).toEqual(ref)
    expect(await payments?.state('r-1')).toEqual({ state: 'open', reference: 'r-1' })
  })

  test('are there though another connection’s plugin is broken', async () => {
    await create('acme')
    const ref = await create('acme-pay')
    const broken = { state: 'crashed' as const, id: acme.id, dir: '', reason: 'SyntaxError' }
    const { providers } = integrationSlice({ ...hub, catalog: new PluginCatalog([broken, acmePay]) })
    expect((await providers.payments(hub.tenantId))?.ref).toEqual(ref)
  })

  test('are null where there is none, or none that is in use', async () => {
    await create('acme')
    expect(await hub.providers.payments(hub.tenantId)).toBeNull()
    await hub.connections.disable(await create('acme-pay'))
    expect(await hub.providers.payments(hub.tenantId)).toBeNull()
  })
})

/** A job that was put off for that reason. Gives its id. */
async function waitingFor(why: string): Promise<string> {
  const id = newId()
  await hub.database.asCourier((tx) =>
    tx.run({
      text: `insert into jobs (id, kind, payload, run_at, last_error) values ($1, 'test.waits', '{}', $2, $3)`,
      values: [id, new Date(hub.clock.now() + 300_000), why],
    }),
  )
  return id
}

async function isDue(id: string): Promise<boolean | undefined> {
  const due = {
    text: 'select run_at <= $2 as due from jobs where id = $1',
    values: [id, new Date(hub.clock.now())],
  }
  return (await hub.database.asCourier((tx) => tx.first<{ due: boolean }>(due)))?.due
}

test('payments that cannot be used just now are not none: the collection waits for an admin', async () => {
  await hub.health.set(await create('acme-pay'), { is: 'needs_reauth', why: 'the key is refused' })
  await expect(hub.providers.payments(hub.tenantId)).rejects.toMatchObject({
    name: 'ReauthRequired',
    message: 'the key is refused',
  })
})

describe('a job that cannot have its connection', () => {
  test.each<[ConnectionState, string]>([
    [{ is: 'needs_reauth', why: 'the key is refused' }, 'the key is refused'],
    [{ is: 'misconfigured', field: 'region', why: 'no such region' }, 'no such region'],
    [{ is: 'failed', why: 'a bug' }, 'the connection is failed'],
  ])('waits for an admin and loses nothing: %j', async (state, why) => {
    const ref = await create('acme')
    await hub.health.set(ref, state)
    expect(await outcomeAt(ref)).toEqual({ is: 'snooze', until: NOW + 300_000, why })
  })

  test('waits while it is switched off', async () => {
    const ref = await create('acme')
    await hub.connections.disable(ref)
    expect(await outcomeAt(ref)).toEqual({
      is: 'snooze',
      until: NOW + 300_000,
      why: 'the connection is disabled',
    })
  })

  test('goes ahead while it is retrying: that is what a retry is', async () => {
    const ref = await create('acme')
    await hub.health.set(ref, { is: 'retrying', at: hub.clock.now() + 1e6, why: 'away' })
    expect(await outcomeAt(ref)).toBe('it was given')
  })

  const blocked: ConnectionState[] = [
    { is: 'needs_reauth', why: 'the key is refused' },
    { is: 'misconfigured', field: 'region', why: 'no such region' },
    { is: 'failed', why: 'a bug' },
  ]
  const repairs: Array<[string, (ref: ConnectionRef) => Promise<unknown>]> = [
    ['it is checked', (ref) => hub.connections.check(ref)],
    ['its key is entered anew', (ref) => hub.connections.update(ref, { settings: hub.settings })],
  ]
  const cases = blocked.flatMap((state) => repairs.map(([what, repair]) => ({ state, what, repair })))

  test.each(cases)('goes on at once when $what after $state.is', async ({ state, repair }) => {
    const ref = await create('acme')
    await hub.health.set(ref, state)
    const outcome = await outcomeAt(ref)
    const mine = await waitingFor(typeof outcome === 'string' ? outcome : String(Reflect.get(outcome, 'why')))
    const other = await waitingFor('another reason')
    await repair(ref)
    expect([await isDue(mine), await isDue(other)]).toEqual([true, false])
  })

  test('is woken once more: it may have run while its connection was put right', async () => {
    const ref = await create('acme')
    await hub.health.set(ref, { is: 'needs_reauth', why: 'the key is refused' })
    await hub.connections.check(ref)
    const late = await waitingFor('the key is refused')
    hub.clock.forward(20_000)
    expect(await isDue(late)).toBe(false)
    await runDueJobs(hub)
    expect(await isDue(late)).toBe(true)
  })

  test('goes on at once when it is switched on', async () => {
    const ref = await create('acme')
    await hub.connections.disable(ref)
    const job = await waitingFor('the connection is disabled')
    await hub.connections.enable(ref)
    expect(await isDue(job)).toBe(true)
  })

  test('ends when it was removed', async () => {
    const ref = await create('acme')
    await hub.connections.remove(ref)
    expect(await outcomeAt(ref)).toEqual({ is: 'cancel', why: 'the connection was removed' })
  })
})

describe('a plugin’s memory', () => {
  test('keeps values over restarts, for its own connection only', async () => {
    const [one, other] = [await create('acme'), await create('acme')]
    const { store } = (await hub.host.bind(one)).ctx
    await store.set('cursor', { page: 3, of: ['a', null] })
    await store.set('cursor', { page: 4 })
    await store.set('gone', true)
    await store.delete('gone')
    const again = (await hub.process().host.bind(one)).ctx.store
    expect([await again.get('cursor'), await again.get('gone')]).toEqual([{ page: 4 }, undefined])
    expect(await (await hub.host.bind(other)).ctx.store.get('cursor')).toBeUndefined()
  })

  test('takes no more than 64 kB under one key', async () => {
    const { store } = (await hub.host.bind(await create('acme'))).ctx
    await store.set('large', 'x'.repeat(65_000))
    await expect(store.set('large', 'x'.repeat(66_000))).rejects.toThrow('larger than 64 kB')
  })
})

test('what a plugin writes into the log names plugin and connection', async () => {
  const ref = await create('acme')
  const { ctx } = await hub.host.bind(ref)
  ctx.log.info({ page: 1, plugin: 'another' }, 'hello')
  expect(hub.logged.at(-1)).toEqual({
    level: 'info',
    fields: { page: 1, plugin: 'acme', connection: ref.connectionId },
    message: 'hello',
  })
})

test('a sync that would take all that the provider allows leaves some of it to bookings', async () => {
  const limits = { rate: { requests: 4, seconds: 60 } }
  const limited = { ...acme, manifest: { ...acme.manifest, limits } }
  const slice = integrationSlice({ ...hub, catalog: new PluginCatalog([limited]) })
  const ref = await create('acme')
  let pages = 0
  hub.provider
    .on('/changes/main', () => ({ status: 200, body: { checkpoint: `c-${++pages}`, more: true } }))
    .on('/entries', 201)
  const sync = slice.handlers.find(({ kind }) => kind === 'sync.run')
  const outcome = await sync?.run({
    id: 'j',
    tenantId: ref.tenantId,
    payload: { connection_id: ref.connectionId, sync: 'entries' },
    attempt: 1,
    isLast: false,
    signal: new AbortController().signal,
    log: hub.log,
  })
  expect([outcome?.is, pages]).toEqual(['cancel', 3])
  const calendar = await slice.providers.calendar(ref)
  const [start, end] = ['2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z']
  const entry = { entryId: 'e', appointmentId: 'a', calendar: 'main', start, end, zone: 'UTC', title: 't' }
  const attendee = { name: 'Lena', language: 'de' as const }
  expect(await calendar.create({ ...entry, attendee })).toMatchObject({ start })
  await slice.host.close()
})
