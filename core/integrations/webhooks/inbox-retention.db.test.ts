import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { Database } from '../../platform/db/database.ts'
import { firstIdAt, newId } from '../../platform/ids.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { sweepOnce } from '../../platform/retention/testing/sweep-once.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { acceptDeliveries } from './inbox-repository.ts'
import { inboxRetention } from './inbox-retention.ts'

const tenants = [newId(), newId()].toSorted()

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 2, log: silentLogger })
})
beforeEach(async () => {
  await rowsOf(urls, 'delete from inbox')
  await rowsOf(urls, 'delete from jobs')
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

const sweep = () =>
  sweepOnce(inboxRetention(database, { inbox: 30, givenUp: 90 }), { tenantIds: tenants, limit: 2 })

async function delivered(
  name: string,
  { daysAgo, job, tenantId = tenants[0] ?? '' }: { daysAgo: number; job: string; tenantId?: string },
): Promise<void> {
  const received = Date.now() - daysAgo * 86_400_000
  // Ids of the same day differ by a millisecond each.
  serial += 1
  const id = firstIdAt(received - serial)
  const ref = { tenantId, connectionId: newId() }
  const delivery = { ref, id, hook: 'events', dedupeKey: name, headers: {} }
  await database.insertOnly(
    acceptDeliveries([{ ...delivery, body: Buffer.from('{}'), receivedAt: received, trace: undefined }]),
  )
  await rowsOf(urls, 'update jobs set state = $2 where unique_key = $1', [id, job])
  if (job === 'done') await rowsOf(urls, 'update inbox set processed_at = now() where id = $1', [id])
}
let serial = 0

async function left(): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(urls, 'select dedupe_key as name from inbox order by 1')
  return rows.map(({ name }) => name)
}

test('deliveries that were worked on go after their days, batch by batch, of each tenant', async () => {
  for (const tenantId of tenants) {
    for (const daysAgo of [29, 31, 32, 33, 34, 35]) {
      await delivered(`${daysAgo}`, { daysAgo, job: 'done', tenantId })
    }
  }
  expect(await sweep()).toEqual({ inbox: 10, 'given-up deliveries': 0 })
  expect(await left()).toEqual(['29', '29'])
})

test('a delivery that was not worked on stays as long as there is a job for it, whatever its age', async () => {
  for (const job of ['waiting', 'running', 'failed', 'quarantined'])
    await delivered(job, { daysAgo: 900, job })
  expect(await sweep()).toEqual({ inbox: 0, 'given-up deliveries': 0 })
})

test('a delivery whose job was given up and forgotten goes with it', async () => {
  await delivered('failed', { daysAgo: 91, job: 'failed' })
  await delivered('younger', { daysAgo: 89, job: 'failed' })
  await rowsOf(urls, 'delete from jobs')
  expect(await sweep()).toEqual({ inbox: 0, 'given-up deliveries': 1 })
  expect(await left()).toEqual(['younger'])
})
