import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { migrations } from '../../migrations/index.ts'
import { ADMIN_ROLE, databaseRights, onDatabase } from '../../platform/db/embedded/prepare-database.ts'
import { type Migration, migrate } from '../../platform/db/migrate.ts'
import { asSuperuser, rowsOf } from '../../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { testEnvironment } from '../../platform/testing/test-environment.ts'
import { api } from './api.ts'
import { startDemoHub } from './demo-hub.ts'
import { startHubProcess, untilReady } from './hub-process.ts'

const MINUTES = 60_000
const ends: Array<() => unknown> = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
}, MINUTES)

async function emptyDatabase(): Promise<TestDatabase> {
  const { superuserUrl = '', adminUrl = '', appUrl = '' } = testEnvironment()
  const name = `empty_${randomBytes(4).toString('hex')}`
  for (const statement of [`create database ${name} owner ${ADMIN_ROLE}`, ...databaseRights(name)]) {
    await asSuperuser(superuserUrl, statement)
  }
  const drop = async () => void (await asSuperuser(superuserUrl, `drop database ${name} with (force)`))
  ends.push(drop)
  return { adminUrl: onDatabase(adminUrl, name), appUrl: onDatabase(appUrl, name), drop }
}

const replica = ({ appUrl, adminUrl }: TestDatabase) =>
  startHubProcess({
    ASKPRO_DATA_DIR: mkdtempSync(join(tmpdir(), 'askpro-replica-')),
    ASKPRO_DEMO: 'off',
    ASKPRO_ROLE: 'api',
    ASKPRO_MASTER_KEY: '1'.repeat(64),
    DATABASE_URL: appUrl,
    DATABASE_ADMIN_URL: adminUrl,
    PORT: '0',
  })

const applied = async (database: TestDatabase): Promise<string[]> =>
  (await rowsOf<{ name: string }>(database, 'select name from schema_migrations order by id')).map(
    ({ name }) => name,
  )

test(
  'two processes that start together on an empty database migrate it once, and both come up',
  async () => {
    const database = await emptyDatabase()
    const replicas = [replica(database), replica(database)]
    for (const one of replicas) ends.push(() => one.kill('SIGKILL'))
    await Promise.all(replicas.map((one) => untilReady(one, 2 * MINUTES)))
    expect(await applied(database)).toEqual(migrations.map(({ name }) => name))
  },
  3 * MINUTES,
)

test('of four that migrate at once one does the work and the others find it done', async () => {
  const database = await emptyDatabase()
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate({ ...database, migrations })))
  expect(done.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 0, 0, migrations.length])
})

/** What a later release may add: those of before do not know of it and are not hindered by it. */
const expanding: Migration = {
  name: '9999-expanding',
  async up(knex) {
    await knex.raw('alter table customers add column nickname text')
  },
}

test(
  'while a newer release migrates, the replicas of before work on; one that starts anew is refused with what to do',
  async () => {
    const program = await startDemoHub()
    ends.push(() => program.stop())
    const { database, demo } = program
    expect(await migrate({ ...database, migrations: [...migrations, expanding] })).toEqual([expanding.name])
    const made = await api(demo, 'POST /v1/customers', {
      body: { name: 'Erika', phone: '+491713920110', language: 'de' },
    })
    expect([made.body.errors, made.status, (await api(demo, 'GET /readyz', { key: null })).status]).toEqual([
      undefined,
      201,
      200,
    ])
    const old = replica(database)
    ends.push(() => old.kill('SIGKILL'))
    expect([await old.ended(MINUTES), old.errors()]).toEqual([
      1,
      'The database was migrated by a newer version of the hub: start that version or newer.\n',
    ])
    expect((await api(demo, 'GET /readyz', { key: null })).status).toBe(200)
  },
  3 * MINUTES,
)

test('a migration that cannot have its table gives up, changes nothing, and can be started again', async () => {
  const database = await createTestDatabase()
  ends.push(() => database.drop())
  const holder = asSuperuser(
    onDatabase(testEnvironment().superuserUrl ?? '', new URL(database.appUrl).pathname.slice(1)),
    'begin; lock table customers in access exclusive mode; select pg_sleep(8); commit',
  )
  await new Promise((resolve) => setTimeout(resolve, 500))
  const next = () => migrate({ ...database, migrations: [...migrations, expanding] })
  await expect(next()).rejects.toThrow('A table could not be changed, as others have held it for 5 s')
  expect(await applied(database)).not.toContain(expanding.name)
  await holder
  expect(await next()).toEqual([expanding.name])
})
