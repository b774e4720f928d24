import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { HubError } from '../../platform/errors.ts'
import { type IntegrationFixture, integrationFixture } from '../testing/integration-fixture.ts'
import type { Connection } from './connection.ts'

let hub: IntegrationFixture

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(() => {
  hub.provider.on('/me', 200)
})
afterAll(() => hub?.close())

const refOf = ({ tenantId, id }: Connection) => ({ tenantId, connectionId: id })

function create(settings: Record<string, unknown> = {}, plugin = 'acme'): Promise<Connection> {
  return hub.connections.create(hub.tenantId, {
    plugin,
    name: 'Acme',
    settings: { ...hub.settings, ...settings },
  })
}

/** The problem that the work ended in. */
async function problemOf(work: Promise<unknown>): Promise<HubError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HubError) return error
  throw new Error(`it ended with ${error}`)
}

/** The row as it stands on the disk. */
function rawRow(id: string): Promise<Record<string, unknown> | undefined> {
  return hub.database.inTenant(hub.tenantId, (tx) =>
    tx.first<Record<string, unknown>>({ text: 'select * from connections where id = $1', values: [id] }),
  )
}

const countAll = async (): Promise<number> => (await hub.connections.list(hub.tenantId)).length

describe('after the master key was lost', () => {
  const lose = (id: string) =>
    hub.database.inTenant(hub.tenantId, (tx) =>
      tx.run({
        text: `update connections set secrets = regexp_replace(secrets, '^v1\\.[0-9a-f]+', 'v1.00000000') where id = $1`,
        values: [id],
      }),
    )

  test('a connection is made good by entering its secrets again, and says which are missing until then', async () => {
    const connection = await create()
    expect(await lose(connection.id)).toBe(1)
    const problem = await problemOf(hub.connections.update(refOf(connection), { settings: { color: 'red' } }))
    expect(problem.status).toBe(422)
    const mended = await hub.connections.update(refOf(connection), { settings: hub.settings })
    expect(mended.state.is).toBe('ready')
    expect(hub.provider.to('/me').at(-1)?.authorization).toBe('Bearer key-of-acme')
  })
})

describe('a new connection', () => {
  test('is proven with the provider and stored as ready', async () => {
    const connection = await create()
    expect(connection).toMatchObject({ state: { is: 'ready' }, version: 1, shared: false })
    expect(hub.provider.to('/me').at(-1)?.authorization).toBe('Bearer key-of-acme')
    expect(await hub.connections.get(refOf(connection))).toEqual(connection)
  })

  test('with a key that the provider refuses is not stored', async () => {
    hub.provider.on('/me', 401)
    const before = await countAll()
    const problem = await problemOf(create())
    expect([problem.status, problem.detail, problem.extra]).toEqual([
      422,
      'Acme refuses the key.',
      { errors: [{ path: '/settings', message: 'Acme refuses the key.' }] },
    ])
    expect(await countAll()).toBe(before)
  })

  test('with a setting that the provider does not know is not stored, and the setting is named', async () => {
    hub.provider.on('/me', 403)
    const before = await countAll()
    const { status, extra } = await problemOf(create({ region: 'south' }))
    expect([status, extra]).toEqual([
      422,
      { errors: [{ path: '/settings/region', message: 'Acme has no such region.' }] },
    ])
    expect(await countAll()).toBe(before)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a missing setting', { signing_secret: undefined }, '/settings/signing_secret'],
    ['an unknown setting', { apikey: 'x' }, '/settings/apikey'],
    ['a setting that does not fit its schema', { region: 'east' }, '/settings/region'],
    ['an address that is none', { base_url: 'acme' }, '/settings/base_url'],
    ['an address of another protocol', { base_url: 'ftp://acme.test' }, '/settings/base_url'],
    ['an address with a password', { base_url: 'https://a:b@acme.test' }, '/settings/base_url'],
    ['a private address', { base_url: 'http://127.0.0.1:9' }, '/settings/base_url'],
    ['a name of a private address', { base_url: 'http://localhost:8999' }, '/settings/base_url'],
  ])('with %s is refused with its path', async (_what, settings, path) => {
    const given = Object.entries({ ...hub.settings, ...settings }).filter(([, value]) => value !== undefined)
    const wanted = { plugin: 'acme', name: 'Acme', settings: Object.fromEntries(given) }
    const { status, extra } = await problemOf(hub.connections.create(hub.tenantId, wanted))
    expect([status, (extra.errors as Array<{ path: string }>).map((error) => error.path)]).toEqual([
      422,
      [path],
    ])
  })

  test.each([
    ['is away', 503],
    ['limits the rate', 429],
  ])('is stored as retrying while the provider %s: that is nobody’s fault', async (_what, status) => {
    hub.provider.on('/me', status)
    const connection = await create()
    expect(connection.state).toEqual({
      is: 'retrying',
      at: expect.any(Number),
      why: `Acme answered ${status}.`,
    })
    expect(await hub.connections.get(refOf(connection))).toEqual(connection)
  })

  test('of a plugin that there is not is refused', async () => {
    expect((await problemOf(create({}, 'nothing'))).detail).toBe('There is no plugin nothing.')
  })

  test('by consent waits for it, unproven', async () => {
    const before = hub.provider.requests.length
    const connection = await hub.connections.create(hub.tenantId, {
      plugin: 'acme-consent',
      name: 'Acme',
      settings: { client_id: 'c', client_secret: 's', base_url: hub.provider.url },
    })
    expect(connection.state).toEqual({ is: 'connecting' })
    expect(hub.provider.requests).toHaveLength(before)
  })
})

describe('secrets', () => {
  test('stand nowhere in the row, in no settings, in no answer', async () => {
    const connection = await create()
    const row = await rawRow(connection.id)
    expect(row?.settings).toEqual({ base_url: hub.provider.url })
    expect(connection.settings).toEqual({ base_url: hub.provider.url })
    for (const text of [JSON.stringify(row), JSON.stringify(connection)]) {
      expect(text).not.toContain('key-of-acme')
      expect(text).not.toContain('signs-for-acme')
    }
    expect(String(row?.secrets)).toMatch(/^v1\./)
    expect(Object.keys(connection)).not.toContain('secrets')
  })

  test('still work after a restart', async () => {
    const connection = await create({ api_key: 'kept-over-restarts' })
    const restarted = hub.process()
    expect((await restarted.connections.check(refOf(connection))).state).toEqual({ is: 'ready' })
    expect(hub.provider.to('/me').at(-1)?.authorization).toBe('Bearer kept-over-restarts')
  })

  test('stay when a change does not send them, however often', async () => {
    const connection = await create()
    for (const region of ['north', 'south', 'north']) {
      await hub.connections.update(refOf(connection), { settings: { region } })
    }
    const { ctx } = await hub.host.bind(refOf(connection))
    expect(ctx.settings).toEqual({ ...hub.settings, region: 'north' })
  })

  test('of one row do not open in another', async () => {
    const [one, other] = [await create(), await create({ api_key: 'another-key' })]
    await hub.database.inTenant(hub.tenantId, (tx) =>
      tx.run({
        text: 'update connections set secrets = (select secrets from connections where id = $1) where id = $2',
        values: [one.id, other.id],
      }),
    )
    await expect(hub.host.bind(refOf(other))).rejects.toThrow()
  })
})

describe('a change', () => {
  test('of settings is proven with what will be stored, and counts at once', async () => {
    const connection = await create()
    const changed = await hub.connections.update(refOf(connection), { settings: { api_key: 'the-next-key' } })
    expect(changed).toMatchObject({ version: 2, state: { is: 'ready' } })
    expect(hub.provider.to('/me').at(-1)?.authorization).toBe('Bearer the-next-key')
  })

  test('that the provider refuses leaves everything as it was', async () => {
    const connection = await create()
    hub.provider.on('/me', 401)
    const wanted = { name: 'New', settings: { api_key: 'a-wrong-key' } }
    expect((await problemOf(hub.connections.update(refOf(connection), wanted))).status).toBe(422)
    expect(await hub.connections.get(refOf(connection))).toEqual(connection)
    expect((await hub.host.bind(refOf(connection))).ctx.settings.api_key).toBe('key-of-acme')
  })

  test('takes a setting away where it sends null, but none that is needed', async () => {
    const connection = await create({ region: 'north' })
    const changed = await hub.connections.update(refOf(connection), { settings: { region: null } })
    expect(changed.settings).toEqual({ base_url: hub.provider.url })
    const { extra } = await problemOf(
      hub.connections.update(refOf(connection), { settings: { api_key: null } }),
    )
    expect(extra.errors).toEqual([{ path: '/settings/api_key', message: 'is needed' }])
  })

  test('of the name alone asks nobody', async () => {
    const connection = await create()
    const before = hub.provider.requests.length
    const changed = await hub.connections.update(refOf(connection), { name: 'Renamed', shared: true })
    expect(changed).toMatchObject({ name: 'Renamed', shared: true, version: 2, state: { is: 'ready' } })
    expect(hub.provider.requests).toHaveLength(before)
  })

  test('of what somebody else has changed since is refused', async () => {
    const connection = await create()
    await hub.connections.update(refOf(connection), { name: 'First', version: 1 })
    const late = hub.connections.update(refOf(connection), { name: 'Second', version: 1 })
    expect((await problemOf(late)).code).toBe('version_conflict')
  })

  test('that is overtaken while it is proven is refused, and does not undo the other', async () => {
    const connection = await create()
    let arrived = () => {}
    const proving = new Promise<void>((resolve) => {
      arrived = resolve
    })
    let answer = () => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    hub.provider.on('/me', async () => {
      arrived()
      await held
      return { status: 200 }
    })
    const slow = problemOf(hub.connections.update(refOf(connection), { settings: { api_key: 'slow-key' } }))
    await proving
    await hub.connections.update(refOf(connection), { name: 'Meanwhile' })
    answer()
    expect((await slow).code).toBe('version_conflict')
    expect((await hub.host.bind(refOf(connection))).ctx.settings.api_key).toBe('key-of-acme')
  })

  test('to an address that works counts at once, though the old one’s breaker is open', async () => {
    const connection = await create()
    hub.provider.on('/entries', 503)
    const { ctx } = await hub.host.bind(refOf(connection))
    for (let i = 0; i < 5; i++) await ctx.fetch(`${hub.provider.url}/entries`)
    expect(hub.host.breakerOf(connection.id)).toBe('open')
    const changed = await hub.connections.update(refOf(connection), { settings: { region: 'north' } })
    expect(changed.state).toEqual({ is: 'ready' })
    expect(hub.host.breakerOf(connection.id)).toBe('closed')
  })

  test('that is only tried out opens no door for calls with the stored settings', async () => {
    const connection = await create()
    const { ctx } = await hub.host.bind(refOf(connection))
    const settings = { ...hub.settings, base_url: 'https://127.0.0.2:8443' }
    const tried = problemOf(hub.connections.update(refOf(connection), { settings }))
    await expect(ctx.fetch('https://127.0.0.2:8443/me')).rejects.toThrow('does not declare')
    expect((await tried).status).toBe(422)
    expect((await ctx.fetch(`${hub.provider.url}/me`)).status).toBe(200)
  })
})

describe('switched off and on', () => {
  test('it keeps its settings, is not used, and is proven when it comes back', async () => {
    const connection = await create()
    const ref = refOf(connection)
    expect((await hub.connections.disable(ref)).state).toEqual({ is: 'disabled' })
    await expect(hub.providers.calendar(ref)).rejects.toMatchObject({ name: 'RetryLater', after: 300_000 })
    expect((await problemOf(hub.connections.check(ref))).status).toBe(409)
    await hub.connections.update(ref, { settings: { region: 'south' } })
    expect((await hub.connections.get(ref)).state).toEqual({ is: 'disabled' })
    expect(await hub.connections.enable(ref)).toMatchObject({
      state: { is: 'ready' },
      settings: { region: 'south' },
    })
    expect((await hub.providers.calendar(ref)).plugin).toBe('acme')
  })

  test('it comes back as what the provider says of it', async () => {
    const connection = await create()
    await hub.connections.disable(refOf(connection))
    hub.provider.on('/me', 401)
    const { state } = await hub.connections.enable(refOf(connection))
    expect(state).toEqual({ is: 'needs_reauth', why: 'Acme refuses the key.' })
  })

  test('it stays off though a check that began before it finishes after', async () => {
    const connection = await create()
    hub.provider.on('/me', async () => {
      await hub.connections.disable(refOf(connection))
      return { status: 200 }
    })
    await hub.connections.check(refOf(connection))
    expect((await hub.connections.get(refOf(connection))).state).toEqual({ is: 'disabled' })
  })

  test('what is on already stays as it is', async () => {
    const connection = await create()
    expect(await hub.connections.enable(refOf(connection))).toEqual(connection)
  })
})

describe('removed', () => {
  test('it takes everything along that was kept for it', async () => {
    const connection = await create()
    const ref = refOf(connection)
    const { ctx } = await hub.host.bind(ref)
    await ctx.store.set('cursor', { at: 1 })
    const bound = await hub.host.bind(ref)
    await hub.processor.accept(bound, 'events', {
      headers: {},
      body: Buffer.from('{"id":"1"}'),
      receivedAt: 0,
    })
    hub.provider.on('/changes/main', () => ({ status: 200, body: { checkpoint: 'c-1' } }))
    await hub.runner.run(bound, 'entries', { signal: new AbortController().signal })
    await hub.connections.remove(ref)
    const left = await hub.database.inTenant(hub.tenantId, (tx) =>
      tx.rows({
        text: `select 'connections' as place from connections where id = $1
          union all select 'connection_values' from connection_values where connection_id = $1
          union all select 'sync_checkpoints' from sync_checkpoints where connection_id = $1
          union all select 'inbox' from inbox where connection_id = $1
          union all select 'directory_hooks' from directory_hooks where connection_id = $1`,
        values: [connection.id],
      }),
    )
    expect(left).toEqual([])
    expect((await problemOf(hub.connections.get(ref))).status).toBe(404)
    expect((await problemOf(hub.connections.remove(ref))).status).toBe(404)
  })

  test('a job that comes too late for it ends', async () => {
    const connection = await create()
    const ref = refOf(connection)
    await hub.connections.remove(ref)
    await expect(hub.providers.calendar(ref)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('tenants', () => {
  test('neither see nor move the connections of others', async () => {
    const connection = await create()
    const stranger = { tenantId: await hub.newTenant(), connectionId: connection.id }
    for (const act of [
      hub.connections.get(stranger),
      hub.connections.check(stranger),
      hub.connections.update(stranger, { name: 'Mine' }),
      hub.connections.disable(stranger),
      hub.connections.remove(stranger),
    ]) {
      expect((await problemOf(act)).status).toBe(404)
    }
    expect(await hub.connections.list(stranger.tenantId)).toEqual([])
    expect(await hub.connections.get(refOf(connection))).toEqual(connection)
  })
})
