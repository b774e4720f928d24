import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { migrations } from '../../migrations/index.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})

afterAll(() => database.drop())

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('a test’s database has the whole schema and belongs to the admin role', async () => {
  const names = migrations.map(({ name }) => [name])
  expect(await query(database.appUrl, 'select name from schema_migrations order by name')).toEqual(names)
  const owner = 'select pg_get_userbyid(datdba) from pg_database where datname = current_database()'
  expect(await query(database.adminUrl, owner)).toEqual([['askpro_admin']])
})

test('the app’s role connects, is bound by row-level security and may not change the schema', async () => {
  expect(await query(database.appUrl, 'select current_user')).toEqual([['askpro_app']])
  await expect(query(database.appUrl, 'create table mine (n int)')).rejects.toThrow(/permission denied/)
  const exempt = 'select rolsuper or rolbypassrls from pg_roles where rolname = current_user'
  expect(await query(database.appUrl, exempt)).toEqual([[false]])
})

test('what one test file writes no other sees, also when their databases are made at the same time', async () => {
  const others = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()])
  await query(database.adminUrl, 'create table only_here as select 1')
  for (const other of others) {
    expect(await query(other.adminUrl, "select to_regclass('only_here')")).toEqual([[null]])
    await other.drop()
  }
})

test('a database goes away although a connection to it is still open', async () => {
  const other = await createTestDatabase()
  const client = new Client({ connectionString: other.appUrl })
  client.on('error', () => {})
  await client.connect()
  await other.drop()
  await expect(query(other.appUrl, 'select 1')).rejects.toThrow(/does not exist/)
})
