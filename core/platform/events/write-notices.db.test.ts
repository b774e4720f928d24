import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { newId } from '../ids.ts'
import { eventually } from '../jobs/testing/eventually.ts'
import { silentLogger } from '../log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { NotificationListener } from './notification-listener.ts'
import { WriteNotices } from './write-notices.ts'

let urls: TestDatabase
const open: Array<() => Promise<void>> = []

beforeAll(async () => {
  urls = await createTestDatabase()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})
afterAll(() => urls.drop())

/** What one process of the hub has of it. */
async function process() {
  const database = new Database({ url: urls.appUrl, poolSize: 2, log: silentLogger })
  const listener = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const notices = new WriteNotices({ database, listener, log: silentLogger })
  const seen = { forgotten: [] as string[], hears: [] as boolean[] }
  notices.watch({
    forget: (tenantId) => void seen.forgotten.push(tenantId),
    hears: (everything) => void seen.hears.push(everything),
  })
  listener.start()
  open.push(async () => {
    notices.stop()
    await listener.stop()
    await database.close()
  })
  await eventually('it hears itself', () => seen.hears.at(-1) === true)
  return { database, seen }
}

const write = (database: Database, tenantId: string) =>
  database.inTenant(tenantId, (tx) =>
    tx.run({
      text: 'insert into idempotency_keys (tenant_id, key, fingerprint) values ($1, $2, $2)',
      values: [tenantId, newId()],
    }),
  )

test('every process but the writer is told for whom something was written, and nobody of what was only read', async () => {
  const [writer, reader] = [await process(), await process()]
  const tenants = Array.from({ length: 450 }, () => newId())
  await writer.database.inTenant(newId(), (tx) => tx.rows({ text: 'select 1 as one' }))
  await Promise.all(tenants.map((tenantId) => write(writer.database, tenantId)))
  await eventually('it was told of all', () => new Set(reader.seen.forgotten).size === tenants.length)
  expect(new Set(reader.seen.forgotten)).toEqual(new Set(tenants))
  expect(writer.seen.forgotten).toEqual([])
})

test('a process that is not listening for a while knows it, and hears again afterwards', async () => {
  const [writer, reader] = [await process(), await process()]
  await writer.database.inTenant(newId(), (tx) =>
    tx.rows({
      text: `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'askpro-hub listener' and datname = current_database()`,
    }),
  )
  await eventually('it listens again', () => reader.seen.hears.length === 3)
  expect(reader.seen.hears).toEqual([true, false, true])
  const tenantId = newId()
  await write(writer.database, tenantId)
  await eventually('it was told', () => reader.seen.forgotten.includes(tenantId))
})

test('what the database did not take is told later', async () => {
  const [writer, reader] = [await process(), await process()]
  const failed = jest
    .spyOn(writer.database, 'notify')
    .mockRejectedValueOnce(new Error('the database is away'))
  const tenantId = newId()
  await write(writer.database, tenantId)
  await eventually('it was told', () => reader.seen.forgotten.includes(tenantId))
  expect(failed.mock.calls.length).toBeGreaterThan(1)
})

test('one whose notifications do not arrive never takes itself for told', async () => {
  const database = new Database({ url: urls.appUrl, poolSize: 2, log: silentLogger })
  const deaf = new NotificationListener({ url: urls.appUrl, log: silentLogger })
  const hears: boolean[] = []
  const connected = Promise.withResolvers<void>()
  const listener = {
    listen: (channel: string, { connected: on, lost }: Parameters<NotificationListener['listen']>[1]) =>
      deaf.listen(channel, {
        told() {},
        connected() {
          on()
          connected.resolve()
        },
        ...(lost ? { lost } : {}),
      }),
  }
  const notices = new WriteNotices({ database, listener, log: silentLogger })
  notices.watch({ forget() {}, hears: (everything) => void hears.push(everything) })
  deaf.start()
  open.push(async () => {
    notices.stop()
    await deaf.stop()
    await database.close()
  })
  await connected.promise
  await write(database, newId())
  await database.notify('askpro_writes', 'the end')
  expect(hears).toEqual([])
})
