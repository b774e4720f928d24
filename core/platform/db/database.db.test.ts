import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { newId } from '../ids.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { Database } from './database.ts'
import { sql } from './sql.ts'

let test_: TestDatabase
let database: Database
const [salon, practice] = [newId(), newId()]

beforeAll(async () => {
  test_ = await createTestDatabase()
  database = new Database({ url: test_.appUrl, poolSize: 4, log: silentLogger })
  for (const tenantId of [salon, practice]) {
    await database.inTenant(tenantId, (tx) => tx.run(customer(tenantId)))
  }
})

afterAll(async () => {
  await database.close()
  await test_.drop()
})

const person = (tenantId: string, id: string = newId()) => ({
  tenant_id: tenantId,
  id,
  language: 'de',
  created_at: new Date(),
  updated_at: new Date(),
})

const customer = (tenantId: string) => sql('customers').insert(person(tenantId))

const tenantsSeen = (tx: { rows<R extends object>(query: { text: string }): Promise<R[]> }) =>
  tx.rows<{ tenant_id: string }>({ text: 'select distinct tenant_id from customers' })

test('a transaction sees the rows of its own tenant only', async () => {
  const seen = await database.inTenant(salon, tenantsSeen)
  expect(seen).toEqual([{ tenant_id: salon }])
})

test('an explicit list of tenants sees exactly those', async () => {
  const seen = await database.inTenant([salon, practice], tenantsSeen)
  expect(new Set(seen.map((row) => row.tenant_id))).toEqual(new Set([salon, practice]))
})

test('without a tenant nothing is seen, and nothing can be written', async () => {
  expect(await database.inDirectory(tenantsSeen)).toEqual([])
  expect(await database.lookUp({ text: 'select tenant_id from customers' })).toBeUndefined()
  await expect(database.inDirectory((tx) => tx.run(customer(salon)))).rejects.toThrow(/row-level security/)
})

test('a row of another tenant cannot be written', async () => {
  await expect(database.inTenant(salon, (tx) => tx.run(customer(practice)))).rejects.toThrow(
    /row-level security/,
  )
})

test('the tenant does not stay behind on the connection', async () => {
  await database.inTenant(salon, async () => {})
  expect(await database.inDirectory(tenantsSeen)).toEqual([])
})

test('the courier sees jobs of all tenants, and no other table', async () => {
  await database.asCourier((tx) => tx.rows({ text: 'select id from jobs' }))
  await expect(database.asCourier((tx) => tx.rows({ text: 'select id from customers' }))).rejects.toThrow(
    /permission denied/,
  )
})

test('the app itself does not have the courier’s eyes', async () => {
  const insert = `insert into jobs (id, tenant_id, kind, payload, run_at) values ($1, null, 'test', '{}', now())`
  await database.asCourier((tx) => tx.run({ text: insert, values: [newId()] }))
  const seen = await database.inDirectory((tx) => tx.rows({ text: 'select id from jobs' }))
  expect(seen).toEqual([])
})

test('a nested call of the same tenant joins the open transaction', async () => {
  const id = newId()
  const attempt = database.inTenant(salon, async (outer) => {
    await database.inTenant(salon, async (inner) => {
      expect(inner).toBe(outer)
      const now = new Date()
      await inner.run(
        sql('customers').insert({ tenant_id: salon, id, language: 'de', created_at: now, updated_at: now }),
      )
    })
    throw new Error('undone')
  })
  await expect(attempt).rejects.toThrow('undone')
  expect(await database.inTenant(salon, (tx) => tx.rows(sql('customers').where({ id })))).toEqual([])
})

test('a nested call of another tenant is a bug and says so', async () => {
  const attempt = database.inTenant(salon, () => database.inTenant(practice, async () => {}))
  await expect(attempt).rejects.toThrow(/inside one for/)
})

test('work after commit runs once committed, and never after a rollback', async () => {
  const ran: string[] = []
  await database.inTenant(salon, async (tx) => tx.afterCommit(() => ran.push('kept')))
  await database
    .inTenant(salon, async (tx) => {
      tx.afterCommit(() => ran.push('undone'))
      throw new Error('no')
    })
    .catch(() => {})
  expect(ran).toEqual(['kept'])
})

test('whoever wrote waits for the work after commit, of nested calls too, and holds no connection meanwhile', async () => {
  const seen: unknown[] = []
  await database.inTenant(salon, async () => {
    await database.inTenant(salon, async (tx) => {
      tx.afterCommit(async () => {
        await sleep(20)
        seen.push(database.pool.total - database.pool.idle)
      })
    })
    expect(seen).toEqual([])
  })
  expect(seen).toEqual([0])
})

test('events can be added but not rewritten', async () => {
  const event = `insert into events (tenant_id, id, aggregate, aggregate_id, version, type, payload, occurred_at)
    values ($1, $2, 'a', $2, 1, 'a.b', '{}', now())`
  await database.inTenant(salon, (tx) => tx.run({ text: event, values: [salon, newId()] }))
  const rewrite = { text: `update events set type = 'x' where tenant_id = $1`, values: [salon] }
  await expect(database.inTenant(salon, (tx) => tx.run(rewrite))).rejects.toThrow(/permission denied/)
})

test('every table with a tenant has its wall forced', async () => {
  const open = await database.inDirectory((tx) =>
    tx.rows({
      text: `select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
          and c.relname not like 'directory%' and not (c.relrowsecurity and c.relforcerowsecurity)`,
    }),
  )
  expect(open).toEqual([])
})

test('a database that does not answer is 503 with a time to come back, not a crash', async () => {
  const nowhere = new Database({ url: 'postgres://app:x@127.0.0.1:1/none', poolSize: 1, log: silentLogger })
  await expect(nowhere.inTenant(salon, async () => {})).rejects.toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: 1,
  })
  await nowhere.close()
})

test('a transaction that leaves itself never waits for a connection that others like it hold', async () => {
  const small = new Database({ url: test_.appUrl, poolSize: 2, log: silentLogger })
  const inside = () => small.outside(() => small.inTenant(practice, tenantsSeen))
  const seen = await Promise.all(Array.from({ length: 40 }, () => small.inTenant(salon, inside)))
  expect(new Set(seen.flat().map((row) => row.tenant_id))).toEqual(new Set([practice]))
  await small.close()
})

test('what a transaction did outside of itself stays when it rolls back', async () => {
  const [kept, lost] = [newId(), newId()]
  const run = database.inTenant(salon, async (tx) => {
    await tx.run(sql('customers').insert(person(salon, lost)))
    await database.outside(() =>
      database.inTenant(practice, (own) => own.run(sql('customers').insert(person(practice, kept)))),
    )
    throw new Error('no')
  })
  await expect(run).rejects.toThrow('no')
  const ids = await database.inTenant([salon, practice], (tx) =>
    tx.rows<{ id: string }>(sql('customers').select('id').whereIn('id', [kept, lost])),
  )
  expect(ids).toEqual([{ id: kept }])
})

test('leaving a transaction that is outside of another one already is a bug and says so', async () => {
  const twice = database.inTenant(salon, () =>
    database.outside(() => database.inTenant(practice, () => database.outside(async () => {}))),
  )
  await expect(twice).rejects.toThrow('cannot leave itself again')
})
