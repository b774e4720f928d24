import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Type } from '@sinclair/typebox'
import { Client } from 'pg'
import { Database } from '../db/database.ts'
import { HubError } from '../errors.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { Idempotency } from './idempotency.ts'
import { defineRoute, type RouteReply } from './route.ts'
import { TEST_TENANT, testApp } from './testing/test-app.ts'

let server: TestDatabase
let database: Database
let other: Database
let admin: Client

const OTHER_TENANT = '0200c3a0-7d1b-7c6e-9a40-1f2e3d4c5b6a'

beforeAll(async () => {
  server = await createTestDatabase()
  admin = new Client({ connectionString: server.adminUrl })
  await admin.connect()
  await admin.query('create table effects (tenant_id uuid not null, what text not null)')
  await admin.query('grant select, insert on effects to public')
  database = new Database({ url: server.appUrl, poolSize: 4, log: silentLogger })
  other = new Database({ url: server.appUrl, poolSize: 4, log: silentLogger })
})

afterAll(async () => {
  await Promise.all([database.close(), other.close(), admin.end()])
  await server.drop()
})

/** One POST route that writes one effect and then answers as `answer` says, over `on` as its process. */
function effectApp(answer: (what: string) => Promise<RouteReply> | RouteReply, on: Database = database) {
  const route = defineRoute({
    method: 'POST',
    path: '/v1/effects',
    tag: 'effects',
    summary: 'Has an effect',
    permission: 'effects:write',
    rate: 'write',
    body: Type.Object({ what: Type.String(), wait: Type.Optional(Type.Integer()) }),
    replies: {},
    async handler({ body, tenantId }) {
      await on.inTenant(tenantId, (tx) =>
        tx.run({
          text: 'insert into effects (tenant_id, what) values ($1, $2)',
          values: [tenantId, body.what],
        }),
      )
      await new Promise((resolve) => setTimeout(resolve, body.wait ?? 0))
      return answer(body.what)
    },
  })
  const { agent } = testApp({
    routes: [route],
    database: on,
    limits: { rates: { write: { points: 1_000, seconds: 1 } } },
  })
  return (key: string | undefined, body: object, tenant = TEST_TENANT) =>
    agent
      .post('/v1/effects')
      .set({
        authorization: 'Bearer scopes:*',
        'x-tenant-id': tenant,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      })
      .send(body)
}

async function effects(what: string): Promise<number> {
  return Number((await admin.query('select count(*) from effects where what = $1', [what])).rows[0].count)
}

const made = (what: string): RouteReply => ({
  status: 201,
  // Names that jsonb would reorder, and an id that a second run would not repeat.
  body: { zebra: what, a: 1.0, nested: { bb: null, a: 'ä\u2028' }, id: randomUUID() },
  headers: { Location: `/v1/effects/${what}` },
})

test('twenty equal requests at once have one effect and one answer', async () => {
  const post = effectApp(made)
  const what = randomUUID()
  const replies = await Promise.all(Array.from({ length: 20 }, () => post(what, { what, wait: 100 })))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(replies.filter(({ headers }) => headers['idempotent-replayed'] === 'true')).toHaveLength(19)
  expect(new Set(replies.map(({ headers }) => headers.location))).toEqual(new Set([`/v1/effects/${what}`]))
  expect(new Set(replies.map(({ headers }) => headers['content-type']))).toEqual(
    new Set(['application/json; charset=utf-8']),
  )
  expect(await effects(what)).toBe(1)
})

test('repeats that have waited are answered with what the first one got, and cost the database nothing', async () => {
  let transactions = 0
  const counted: Pick<Database, 'inTenant'> = {
    inTenant(tenants, work) {
      transactions += 1
      return database.inTenant(tenants, work)
    },
  }
  const idempotency = new Idempotency({ database: counted })
  const request = { tenantId: TEST_TENANT, key: 'cheap', fingerprint: 'one' }
  const reply = { status: 201, headers: {}, type: 'application/json', content: '{"id":1}' }
  const replies = await Promise.all(
    Array.from({ length: 20 }, () =>
      idempotency.once(request, async () => {
        await new Promise((resolve) => setTimeout(resolve, 50))
        return reply
      }),
    ),
  )
  expect(replies.map(({ status, content }) => [status, content])).toEqual(
    replies.map(() => [201, '{"id":1}']),
  )
  expect(replies.filter(({ headers }) => headers['Idempotent-Replayed'] === 'true')).toHaveLength(19)
  expect(transactions).toBe(1)
  await expect(idempotency.once({ ...request, fingerprint: 'two' }, async () => reply)).rejects.toThrow(
    'Use a new Idempotency-Key',
  )
})

test('two processes share the keys', async () => {
  const [here, there] = [effectApp(made, database), effectApp(made, other)]
  const what = randomUUID()
  const replies = await Promise.all([here, there, here, there].map((post) => post(what, { what, wait: 200 })))
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(await effects(what)).toBe(1)
})

test('the same key with another body, path query or method is a 422 and has no effect', async () => {
  const post = effectApp(made)
  const what = randomUUID()
  await post(what, { what })
  const changed = await post(what, { what, wait: 1 })
  expect([changed.status, changed.body.code]).toEqual([422, 'idempotency_mismatch'])
  expect(await effects(what)).toBe(1)
})

test('keys of different tenants are different keys; without a key every request has its effect', async () => {
  const post = effectApp(made)
  const what = randomUUID()
  await post(what, { what })
  const foreign = await post(what, { what }, OTHER_TENANT)
  expect(foreign.headers).not.toHaveProperty('idempotent-replayed')
  await post(undefined, { what })
  await post(undefined, { what })
  expect(await effects(what)).toBe(4)
})

test.each([
  ['a thrown refusal', () => Promise.reject(new HubError('slot_taken'))],
  ['a returned refusal', () => ({ status: 409, body: { code: 'slot_taken' } })],
  ['a bug', () => Promise.reject(new TypeError('bug'))],
  ['a provider that failed', () => ({ status: 502 })],
  ['a thrown 422', () => Promise.reject(new HubError('invalid'))],
])('%s is undone and forgotten, so that a repeat runs again', async (_, refuse) => {
  let failing = true
  const post = effectApp((what) => (failing ? refuse() : made(what)))
  const what = randomUUID()
  expect((await post(what, { what })).status).toBeGreaterThanOrEqual(409)
  expect(await effects(what)).toBe(0)
  failing = false
  const again = await post(what, { what })
  expect(again.status).toBe(201)
  expect(again.headers).not.toHaveProperty('idempotent-replayed')
  expect(await effects(what)).toBe(1)
})

test('when the first of many fails, exactly one of the others succeeds for all', async () => {
  let runs = 0
  const post = effectApp((what) => {
    runs += 1
    return runs === 1 ? Promise.reject(new HubError('conflict')) : made(what)
  })
  const what = randomUUID()
  const replies = await Promise.all(Array.from({ length: 12 }, () => post(what, { what, wait: 50 })))
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(11).fill(201), 409])
  expect([runs, await effects(what)]).toEqual([2, 1])
})

test.each([[204], [422]])('a returned %i is kept', async (status) => {
  let runs = 0
  const post = effectApp(() => {
    runs += 1
    return status === 204 ? { status } : { status, body: { code: 'invalid', run: runs } }
  })
  const what = randomUUID()
  const [first, second] = [await post(what, { what }), await post(what, { what })]
  expect([first.status, second.status, second.text]).toEqual([status, status, first.text])
  expect([runs, await effects(what)]).toEqual([1, 1])
})

test('who waits too long for another process is told to come back, whoever waits', async () => {
  const blocker = new Client({ connectionString: server.appUrl })
  await blocker.connect()
  await blocker.query('begin')
  await blocker.query(`select set_config('app.tenants', $1, true)`, [`{${TEST_TENANT}}`])
  const key = randomUUID()
  await blocker.query('insert into idempotency_keys (tenant_id, key, fingerprint) values ($1, $2, $3)', [
    TEST_TENANT,
    key,
    'x',
  ])
  const post = effectApp(made)
  const replies = await Promise.all([post(key, { what: key }), post(key, { what: key })])
  for (const { status, body, headers } of replies) {
    expect([status, body.code, headers['retry-after']]).toEqual([409, 'conflict', '1'])
  }
  await blocker.query('rollback')
  await blocker.end()
  expect((await post(key, { what: key })).status).toBe(201)
})

test('a storm of repeats leaves connections for others', async () => {
  const post = effectApp(made)
  const what = randomUUID()
  const storm = Promise.all(Array.from({ length: 30 }, () => post(what, { what, wait: 2_000 })))
  await new Promise((resolve) => setTimeout(resolve, 200))
  const other = post(randomUUID(), { what: randomUUID() })
  // Whoever had to wait for a connection would be answered after the storm.
  expect(await Promise.race([storm, other])).toMatchObject({ status: 201 })
  expect(new Set((await storm).map(({ status }) => status))).toEqual(new Set([201]))
})

test.each([['k'.repeat(256)], ['schlüssel']])('the key %s is refused', async (key) => {
  const { status, body } = await effectApp(made)(Buffer.from(key).toString('latin1'), { what: 'x' })
  expect([status, body.code]).toEqual([400, 'bad_request'])
})
