import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../db/database.ts'
import { newId } from '../ids.ts'
import { silentLogger } from '../log/logger.ts'
import { sweepOnce } from '../retention/testing/sweep-once.ts'
import { rowsOf } from '../testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { idempotencyRetention } from './idempotency-retention.ts'

let urls: TestDatabase
let database: Database

beforeAll(async () => {
  urls = await createTestDatabase()
  database = new Database({ url: urls.appUrl, poolSize: 2, log: silentLogger })
})
afterAll(async () => {
  await database.close()
  await urls.drop()
})

test('old keys of every tenant go, young ones stay', async () => {
  const tenants = [newId(), newId()]
  const insert = `insert into idempotency_keys (tenant_id, key, fingerprint, created_at)
    values ($1, 'old', 'f', now() - interval '25 hours'), ($1, 'young', 'f', now() - interval '23 hours')`
  for (const tenant of tenants) {
    await database.inTenant(tenant, (tx) => tx.run({ text: insert, values: [tenant] }))
  }
  const gone = await sweepOnce(idempotencyRetention(database, { idempotencyKeys: 1 }), { limit: 1 })
  expect(gone).toEqual({ 'idempotency keys': 2 })
  expect(await rowsOf(urls, 'select tenant_id, key from idempotency_keys order by 1')).toEqual(
    tenants.toSorted().map((tenant_id) => ({ tenant_id, key: 'young' })),
  )
})
