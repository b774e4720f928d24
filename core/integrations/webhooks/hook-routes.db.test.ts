import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { newId } from '../../platform/ids.ts'
import { PluginCatalog } from '../catalog/plugin-catalog.ts'
import type { ConnectionRef } from '../connections/connection.ts'
import { acme, acmeSignature } from '../testing/acme-plugin.ts'
import {
  http,
  type IntegrationFixture,
  integrationFixture,
  integrationSlice,
} from '../testing/integration-fixture.ts'

let hub: IntegrationFixture
let ref: ConnectionRef

beforeAll(async () => {
  hub = await integrationFixture()
})
beforeEach(async () => {
  hub.provider.on('/me', 200)
  hub.neighbours.heard.length = 0
  ref = await create()
})
afterAll(() => hub?.close())

async function create(plugin = 'acme', tenantId = hub.tenantId): Promise<ConnectionRef> {
  const { id } = await hub.connections.create(tenantId, { plugin, name: 'Acme', settings: hub.settings })
  return { tenantId, connectionId: id }
}

interface Sent {
  to?: string
  hook?: string
  signature?: string
}

function deliver(body: object | string, { to = ref.connectionId, hook = 'events', signature }: Sent = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return http(hub)
    .post(`/hooks/${to}/${hook}`)
    .set('content-type', 'application/json')
    .set('x-acme-signature', signature ?? acmeSignature('signs-for-acme', text))
    .set('authorization', 'Bearer of-the-provider')
    .send(text)
}

interface InboxRow {
  id: string
  hook: string
  dedupe_key: string
  body: Buffer
  headers: Record<string, string>
}

function inbox(tenantId = hub.tenantId): Promise<InboxRow[]> {
  return hub.database.inTenant(tenantId, (tx) =>
    tx.rows<InboxRow>({
      text: 'select * from inbox where connection_id = $1 order by id',
      values: [ref.connectionId],
    }),
  )
}

async function jobs(): Promise<string[]> {
  const rows = await hub.database.asCourier((tx) =>
    tx.rows<{ inbox_id: string }>({
      text: `select payload ->> 'inbox_id' as inbox_id from jobs where kind = 'inbox.process'
             and payload ->> 'inbox_id' in (select id::text from inbox where connection_id = $1)`,
      values: [ref.connectionId],
    }),
  )
  return rows.map((row) => row.inbox_id)
}

describe('a genuine delivery', () => {
  test('is stored as it came, byte for byte, with a job to work on it, and answered', async () => {
    const odd = '{"id": "d-1",\n  "name" : "J\u00fcrgen \\u00e4"}  '
    const reply = await deliver(odd)
    expect([reply.status, reply.body]).toEqual([200, { received: true }])
    const [row, ...more] = await inbox()
    expect(more).toEqual([])
    expect(row?.body.toString('utf8')).toBe(odd)
    expect(row).toMatchObject({ hook: 'events', dedupe_key: 'd-1' })
    expect(await jobs()).toEqual([row?.id])
  })

  test('is stored once, however often it comes', async () => {
    for (let i = 0; i < 3; i++) expect((await deliver({ id: 'd-1' })).status).toBe(200)
    expect(await inbox()).toHaveLength(1)
    expect(await jobs()).toHaveLength(1)
  })

  test('is stored once though it comes fifty times at once', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => deliver({ id: 'd-1' })))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await inbox()).toHaveLength(1)
    expect(await jobs()).toHaveLength(1)
  })

  test('is another one for another connection, and for another key', async () => {
    const other = await create()
    await deliver({ id: 'd-1' })
    await deliver({ id: 'd-1' }, { to: other.connectionId })
    await deliver({ id: 'd-2' })
    expect((await inbox()).map((row) => row.dedupe_key)).toEqual(['d-1', 'd-2'])
    ref = other
    expect((await inbox()).map((row) => row.dedupe_key)).toEqual(['d-1'])
  })

  test('may have a key of any length', async () => {
    const long = (end: string) => deliver({ id: 'x'.repeat(5_000) + end })
    for (const end of ['a', 'a', 'b']) expect((await long(end)).status).toBe(200)
    expect(await inbox()).toHaveLength(2)
  })

  test.each(['a\u0000b', 'half a \ud83d', 'J\u00fcrgen \u{1f600}'])('may have the key %j', async (id) => {
    for (let i = 0; i < 2; i++) expect((await deliver({ id })).status).toBe(200)
    expect(await inbox()).toHaveLength(1)
  })

  test('keeps its own bytes when others of all sizes come with it', async () => {
    const bodies = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ id: `d-${i}`, text: '\u00e4'.repeat(i * 50) }),
    )
    await Promise.all(bodies.map((body) => deliver(body)))
    const stored = (await inbox()).map(({ body }) => body.toString('utf8'))
    expect(stored.toSorted()).toEqual(bodies.toSorted())
  })

  test('leaves its credentials behind when it is stored', async () => {
    await deliver({ id: 'd-1' })
    const [row] = await inbox()
    expect(row?.headers['x-acme-signature']).toBeDefined()
    expect(JSON.stringify(row?.headers)).not.toContain('of-the-provider')
  })

  test('is seen by its own tenant only', async () => {
    await deliver({ id: 'd-1' })
    expect(await inbox(await hub.newTenant())).toEqual([])
  })
})

describe('what is not answered with 200 leaves nothing behind', () => {
  test.each<[string, object | string, Sent]>([
    ['unsigned', { id: 'd-1' }, { signature: '' }],
    ['signed with another secret', '{"id":"d-1"}', { signature: acmeSignature('guessed', '{"id":"d-1"}') }],
    ['altered', '{"id":"d-1","amount":1}', { signature: acmeSignature('signs-for-acme', '{"id":"d-1"}') }],
    [
      'the same in other words',
      '{"id": "d-1"}',
      { signature: acmeSignature('signs-for-acme', '{"id":"d-1"}') },
    ],
  ])('a delivery that is %s: 401', async (_what, body, sent) => {
    const reply = await deliver(body, sent)
    expect([reply.status, reply.body.code]).toEqual([401, 'bad_signature'])
    expect(await inbox()).toEqual([])
    expect(hub.neighbours.heard).toEqual([])
  })

  test.each(['ring', 'function'])('a %s that is not genuine never reaches the desk', async (hook) => {
    const reply = await deliver({ id: '1' }, { hook, signature: 'no' })
    expect(reply.status).toBe(401)
    expect(hub.neighbours.heard).toEqual([])
  })

  test('a connection that there is not: 404', async () => {
    expect((await deliver({ id: 'd-1' }, { to: newId() })).status).toBe(404)
    expect((await deliver({ id: 'd-1' }, { to: 'no-id' })).status).toBe(404)
  })

  test('a hook that the plugin does not have: 404', async () => {
    expect((await deliver({ id: 'd-1' }, { hook: 'else' })).status).toBe(404)
    const pay = await create('acme-pay')
    expect((await deliver({ id: 'd-1' }, { to: pay.connectionId })).status).toBe(404)
  })

  test('a connection that is switched off: 404 until it is on again, with no restart', async () => {
    await hub.connections.disable(ref)
    expect((await deliver({ id: 'd-1' })).status).toBe(404)
    await hub.connections.enable(ref)
    expect((await deliver({ id: 'd-1' })).status).toBe(200)
    expect(await inbox()).toHaveLength(1)
  })

  test('a connection that was removed: 404', async () => {
    await hub.connections.remove(ref)
    expect((await deliver({ id: 'd-1' })).status).toBe(404)
  })

  test('a plugin that cannot be used just now: 503, so that the provider comes again', async () => {
    const broken = { state: 'crashed' as const, id: acme.id, dir: '', reason: 'SyntaxError' }
    const crashed = integrationSlice({ ...hub, catalog: new PluginCatalog([broken]) })
    const reply = await http(crashed).post(`/hooks/${ref.connectionId}/events`).send({ id: 'd-1' })
    expect([reply.status, reply.body.code]).toEqual([503, 'unavailable'])
    expect(reply.text).not.toContain('SyntaxError')
  })
})

describe('a connection in trouble still listens', () => {
  test.each(['retrying', 'needs_reauth', 'misconfigured'] as const)('while it is %s', async (is) => {
    await hub.health.set(ref, { is, at: 1, field: 'f', why: 'w' })
    expect((await deliver({ id: 'd-1' })).status).toBe(200)
  })
})

describe('a caller who waits is answered at once', () => {
  const call = { callId: 'c-1', from: '+49301234567', to: '+49307654321' }

  test('an inbound call: what the desk says, in the provider’s words', async () => {
    const reply = await deliver({ id: '1', inbound: call }, { hook: 'ring' })
    expect([reply.status, reply.body]).toEqual([200, { acme: { caller: '+49301234567' } }])
    expect(hub.neighbours.heard).toEqual([{ connection: ref, call }])
    expect(await inbox()).toEqual([])
  })

  test('a function call: what the desk says', async () => {
    const wish = { call: { ...call, direction: 'inbound', status: 'ongoing' }, name: 'list', args: { a: 1 } }
    const reply = await deliver({ id: '1', function: wish }, { hook: 'function' })
    expect([reply.status, reply.body]).toEqual([200, { status: 'ok', say: 'You asked for list.' }])
    expect(hub.neighbours.heard).toEqual([{ connection: ref, call: wish }])
    expect(await inbox()).toEqual([])
  })

  test.each(['ring', 'function'])('a body that is no %s is told so', async (hook) => {
    expect((await deliver({ id: '1' }, { hook })).status).toBe(400)
    expect(hub.neighbours.heard).toEqual([])
  })
})
