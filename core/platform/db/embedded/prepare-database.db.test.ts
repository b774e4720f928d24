import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import type { EmbeddedPostgres } from './start-embedded-postgres.ts'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'

let dataDir = ''
let server: EmbeddedPostgres

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'askpro-pg-'))
  chmodSync(dataDir, 0o711)
  server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off', logging_collector: 'off' } })
})

afterAll(async () => {
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function rows(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('the first start makes a UTF-8 cluster with the hub’s roles, database and extensions', async () => {
  const { adminUrl, appUrl, superuserUrl } = server
  const roles = await rows(
    superuserUrl,
    `select rolname, rolcanlogin, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb, rolinherit
       from pg_roles where rolname like 'askpro%' order by 1`,
  )
  expect(roles).toEqual([
    ['askpro_admin', true, false, true],
    ['askpro_app', true, false, false],
    ['askpro_courier', false, false, true],
  ])
  const database = `select pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocale, current_setting('TimeZone')
                      from pg_database where datname = current_database()`
  expect(await rows(adminUrl, database)).toEqual([['askpro_admin', 'UTF8', 'C.UTF-8', 'UTC']])
  const extensions = "select extname from pg_extension where extname <> 'plpgsql' order by 1"
  expect(await rows(appUrl, extensions)).toEqual([['btree_gist'], ['pg_trgm']])
  expect(await rows(superuserUrl.replace(/postgres$/, 'template1'), extensions)).toHaveLength(2)
})

test('the app may become the courier but inherits none of its rights', async () => {
  const { adminUrl, appUrl } = server
  await rows(adminUrl, 'create table seen_by_courier as select 1 as n')
  await rows(adminUrl, 'grant select on seen_by_courier to askpro_courier')
  await expect(rows(appUrl, 'select * from seen_by_courier')).rejects.toThrow(/permission denied/)
  const client = new Client({ connectionString: appUrl })
  await client.connect()
  await client.query('begin; set local role askpro_courier')
  expect((await client.query('select * from seen_by_courier')).rowCount).toBe(1)
  await client.end()
})

test('the passwords are the hub user’s alone and the server demands them', async () => {
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
  expect(existsSync(join(dataDir, 'postgres', 'password'))).toBe(false)
  const wrong = Object.assign(new URL(server.appUrl), { password: 'wrong' }).href
  await expect(rows(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
})
