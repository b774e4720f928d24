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
  const ids = { id: newId(), dedupeKey: newId() }
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

/** As if the statement had been made for `tenants` only. Gives how many rows there are then that were not there before. */
async function insert(
  deliveries: readonly Delivery[],
  tenants = deliveries.map(({ ref }) => ref.tenantId),
): Promise<Stored> {
  const before = await stored()
  const statement = acceptDeliveries(deliveries)
  const [, ...values] = statement.values ?? []
  await database.insertOnly({ ...statement, values: [`{${tenants.join()}}`, ...values] })
  const { inbox, jobs } = await stored()
  return { inbox: inbox - before.inbox, jobs: jobs - before.jobs }
}

interface Stored {
  inbox: number
  jobs: number
}

async function stored(): Promise<Stored> {
  const [counts] = await rowsOf<Stored>(
    urls,
    `select (select count(*)::int from inbox) as inbox,
      (select count(*)::int from jobs where unique_key = id::text) as jobs`,
  )
  if (!counts) throw new Error('nothing was counted')
  return counts
}

test('one statement takes deliveries of many tenants, and none of a tenant that it does not name', async () => {
  expect(await insert([deliveryOf(ours), deliveryOf(theirs), deliveryOf(ours)])).toEqual({
    inbox: 3,
    jobs: 3,
  })
  const before = await stored()
  await expect(insert([deliveryOf(ours), deliveryOf(theirs)], [ours])).rejects.toThrow(/row-level security/)
  await expect(insert([deliveryOf(theirs)], [])).rejects.toThrow(/row-level security/)
  expect(await stored()).toEqual(before)
})

test('what is known already makes neither a row nor a job, within a statement or after it', async () => {
  const [known, other] = [deliveryOf(ours), deliveryOf(ours)]
  expect(await insert([known, { ...known, id: newId() }])).toEqual({ inbox: 1, jobs: 1 })
  expect(await insert([{ ...known, id: newId() }, other])).toEqual({ inbox: 1, jobs: 1 })
  expect(await insert([known, other])).toEqual({ inbox: 0, jobs: 0 })
})

test('whom a statement was for is forgotten with it, however often it was prepared and run', async () => {
  for (let round = 0; round < 8; round += 1) {
    expect(await insert([deliveryOf(ours)])).toEqual({ inbox: 1, jobs: 1 })
    expect(await insert([deliveryOf(theirs)])).toEqual({ inbox: 1, jobs: 1 })
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
