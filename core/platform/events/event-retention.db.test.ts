import { afterAll, beforeEach, expect, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { newId } from '../ids.ts'
import { silentLogger } from '../log/logger.ts'
import { sweepOnce } from '../retention/testing/sweep-once.ts'
import { rowsOf } from '../testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { EventReader } from './event-reader.ts'
import { eventRetention } from './event-retention.ts'

let urls: TestDatabase
let database: Database
let reader: EventReader
const warned: unknown[] = []
const log = { ...silentLogger, warn: (fields: unknown) => void warned.push(fields) }

beforeEach(async () => {
  await close()
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 3, log: silentLogger })
  reader = new EventReader(database)
  warned.length = 0
})
afterAll(close)

async function close(): Promise<void> {
  await database?.close()
  await urls?.drop()
}

const sweep = (limit = 1_000) =>
  sweepOnce(eventRetention({ database, log }, { events: 90 }), { limit }).then(({ events }) => events)

/** One stamped event for each age in days, oldest position first. */
async function happened(tenantId: string, ages: readonly number[], from = 1): Promise<void> {
  const text = `insert into events
      (tenant_id, id, position, aggregate, aggregate_id, version, type, payload, occurred_at, recorded_at)
    select $1, gen_random_uuid(), $3 + n - 1, 'thing', gen_random_uuid(), 1, 'thing.changed', '{}', now(),
      now() - make_interval(days => days)
    from unnest($2::int[]) with ordinality as age (days, n)`
  await rowsOf(urls, text, [tenantId, ages, from])
}

const readBy = (position: number) =>
  rowsOf(urls, `insert into event_cursors (consumer, position) values ('billing', $1)`, [position])

async function positionsLeft(): Promise<number[]> {
  const rows = await rowsOf<{ n: number }>(urls, 'select position::int as n from events order by position')
  return rows.map(({ n }) => n)
}

test('events go after their days, batch by batch, of all tenants', async () => {
  await happened(newId(), [200, 120, 91, 92, 89])
  await happened(newId(), [200, 120, 0], 10)
  expect(await sweep(2)).toBe(6)
  expect(await positionsLeft()).toEqual([5, 12])
})

test('an event that a consumer has not read stays, and the log names the consumer', async () => {
  await happened(newId(), [200, 150, 120, 1])
  await readBy(2)
  expect(await sweep()).toBe(2)
  expect(await positionsLeft()).toEqual([3, 4])
  expect(warned).toEqual([{ consumer: 'billing' }])
})

test('a consumer that has read all that is old is not named', async () => {
  await happened(newId(), [200, 1])
  await readBy(1)
  await sweep()
  expect(warned).toEqual([])
})

test('an event without a position was read by nobody and stays', async () => {
  await happened(newId(), [200])
  await rowsOf(urls, 'update events set position = null')
  expect(await sweep()).toBe(0)
})

test('a reader who has missed events is told up to where, and can go on from there', async () => {
  const tenantId = newId()
  await happened(tenantId, [200, 120, 1, 0])
  await sweep()
  const missed = { code: 'events_forgotten', extra: { resume_after: '2' } }
  await expect(reader.readEvents([tenantId], 0, 10)).rejects.toMatchObject(missed)
  await expect(reader.readEvents([tenantId], 1, 10)).rejects.toMatchObject(missed)
  const positions = (events: { position: number }[]) => events.map(({ position }) => position)
  expect(positions(await reader.readEvents([tenantId], 2, 10))).toEqual([3, 4])
  expect(positions(await reader.readEvents([tenantId], undefined, 10))).toEqual([3, 4])
})

test('a tenant without any events for longer than they are kept has missed nothing', async () => {
  const [quiet, busy] = [newId(), newId()]
  await happened(quiet, [300])
  await sweep()
  await happened(busy, [200, 120], 2)
  await sweep()
  // It had read its last event, so all that was deleted since is of others.
  expect(await reader.readEvents([quiet], 1, 10)).toEqual([])
  await expect(reader.readEvents([quiet, busy], 1, 10)).rejects.toMatchObject({ code: 'events_forgotten' })
})
