import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../../platform/db/database.ts'
import { newId } from '../../platform/ids.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { rowsOf } from '../../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { acceptDeliveries, type Delivery } from './inbox-repository.ts'

const [ours, theirs] = [newId(), newId()]

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await createTestDatabase()
  // One connection, so that each statement meets what the one before it has left behind.
  database = new Database({ url: urls.appUrl, poolSize: 1, log: silentLogger })
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

function deliveryOf(tenantId: string): Delivery {
  const ref = { tenantId, connectionId: newId() }
  const ids = { id: newId(), jobId: newId(), dedupeKey: newId() }
  return {
    ref,
    ...ids,
    hook: 'events',
    headers: {},
    body: Buffer.from('{}'),
    receivedAt: 0,
    trace: undefined,
  }
}

/** As if the statement had been made for `tenants` only. */
function insert(deliveries: readonly Delivery[], tenants = deliveries.map(({ ref }) => ref.tenantId)) {
  const statement = acceptDeliveries(deliveries)
  const [, ...values] = statement.values ?? []
  return database.insertOnly<{ id: string }>({ ...statement, values: [`{${tenants.join()}}`, ...values] })
}

const stored = async (): Promise<number> =>
  (await rowsOf(urls, 'select from inbox union all select from jobs')).length

test('one statement takes deliveries of many tenants, and none of a tenant that it does not name', async () => {
  expect(await insert([deliveryOf(ours), deliveryOf(theirs), deliveryOf(ours)])).toHaveLength(3)
  const before = await stored()
  await expect(insert([deliveryOf(ours), deliveryOf(theirs)], [ours])).rejects.toThrow(/row-level security/)
  await expect(insert([deliveryOf(theirs)], [])).rejects.toThrow(/row-level security/)
  expect(await stored()).toBe(before)
})

test('whom a statement was for is forgotten with it, however often it was prepared and run', async () => {
  for (let round = 0; round < 8; round += 1) {
    expect(await insert([deliveryOf(ours)])).toHaveLength(1)
    expect(await insert([deliveryOf(theirs)])).toHaveLength(1)
    await expect(insert([deliveryOf(ours)], [theirs])).rejects.toThrow(/row-level security/)
  }
  const seen = await database.inTenant(theirs, (tx) =>
    tx.rows<{ tenant_id: string }>({
      text: 'select tenant_id from inbox union all select tenant_id from jobs',
    }),
  )
  expect(seen.length).toBeGreaterThan(0)
  expect(new Set(seen.map(({ tenant_id }) => tenant_id))).toEqual(new Set([theirs]))
})
