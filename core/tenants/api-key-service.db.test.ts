import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { systemClock } from '../platform/clock.ts'
import { Database } from '../platform/db/database.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { ApiKeyService } from './api-key-service.ts'
import type { Tenant } from './tenant.ts'
import { TenantDirectory } from './tenant-directory.ts'
import { TenantService } from './tenant-service.ts'

let made: TestDatabase
let database: Database
let keys: ApiKeyService
let tenants: TenantService
let agency: Tenant
let client: Tenant
let stranger: Tenant
const basics = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }

beforeAll(async () => {
  made = await createTestDatabase()
  database = new Database({ url: made.appUrl, poolSize: 4, log: silentLogger })
  const directory = new TenantDirectory({ database })
  const parts = { database, directory, clock: systemClock }
  keys = new ApiKeyService(parts)
  tenants = new TenantService(parts)
  agency = await tenants.createAgency({ ...basics, name: 'Agency' })
  client = await tenants.createChild(agency.id, { ...basics, kind: 'client', name: 'Client' })
  stranger = await tenants.createAgency({ ...basics, name: 'Stranger' })
})

afterAll(async () => {
  await database.close()
  await made.drop()
})

const bearer = (key: string, tenantId?: string) => ({ authorization: `Bearer ${key}`, tenantId })

test('a key acts for its own tenant', async () => {
  const { key } = await keys.issue(client.id, { name: 'k', scopes: ['customers:read'] })
  expect(await keys.authenticate(bearer(key))).toMatchObject({
    tenantId: client.id,
    actor: { ownTenantId: client.id, scopes: ['customers:read'] },
  })
})

test("an agency's key acts for its client, and for nobody else's", async () => {
  const { key } = await keys.issue(agency.id, { name: 'k', scopes: ['*'] })
  expect(await keys.authenticate(bearer(key, client.id))).toMatchObject({ tenantId: client.id })
  for (const foreign of [stranger.id, 'rubbish', '00000000-0000-0000-0000-000000000000']) {
    await expect(keys.authenticate(bearer(key, foreign))).rejects.toMatchObject({ code: 'not_found' })
  }
})

test("a client's key does not act for its agency", async () => {
  const { key } = await keys.issue(client.id, { name: 'k', scopes: ['*'] })
  await expect(keys.authenticate(bearer(key, agency.id))).rejects.toMatchObject({ code: 'not_found' })
})

test('a revoked key is refused at once, an expired one from its time on', async () => {
  const revoked = await keys.issue(client.id, { name: 'k', scopes: ['*'] })
  await keys.authenticate(bearer(revoked.key))
  await keys.revoke(client.id, revoked.id)
  await expect(keys.authenticate(bearer(revoked.key))).rejects.toMatchObject({ code: 'unauthenticated' })
  const expired = await keys.issue(client.id, { name: 'k', scopes: ['*'], expiresAt: Date.now() - 1 })
  await expect(keys.authenticate(bearer(expired.key))).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('a key revoked while many are in use is refused by every process at once, and no other is', async () => {
  const directory = new TenantDirectory({ database })
  const processes = [keys, new ApiKeyService({ database, directory, clock: systemClock })]
  const issue = () => keys.issue(client.id, { name: 'k', scopes: ['*'] })
  const [revoked, ...others] = await Promise.all([issue(), issue(), issue(), issue()])
  if (!revoked) throw new Error('no key')
  const use = ({ key }: { key: string }) => processes.map((each) => each.authenticate(bearer(key)))
  const done = new AbortController()
  const goOn = async () => {
    while (!done.signal.aborted) {
      await Promise.allSettled([revoked, ...others].flatMap(use))
      await sleep(20)
    }
  }
  const inUse = goOn()
  // They are read together by then.
  await sleep(1_500)
  await keys.revoke(client.id, revoked.id)
  const refused = await Promise.allSettled(use(revoked))
  expect(refused).toMatchObject(processes.map(() => ({ reason: { code: 'unauthenticated' } })))
  await Promise.all(others.flatMap(use))
  done.abort()
  await inUse
})

test('a foreign key cannot be revoked', async () => {
  const { id, key } = await keys.issue(client.id, { name: 'k', scopes: ['*'] })
  await expect(keys.revoke(stranger.id, id)).rejects.toMatchObject({ code: 'not_found' })
  await keys.authenticate(bearer(key))
})

test('the secret is stored nowhere', async () => {
  const { key } = await keys.issue(client.id, { name: 'k', scopes: ['*'] })
  const secret = key.split('_')[2] ?? ''
  const stored = await database.inTenant(client.id, (tx) =>
    tx.rows({
      text: `select row_to_json(d)::text as d, row_to_json(k)::text as k from directory_api_keys d join api_keys k on k.public_id = d.id`,
    }),
  )
  expect(JSON.stringify(stored)).not.toContain(secret)
})

test.each([undefined, '', 'Bearer', 'Bearer x', 'Basic abc', 'Bearer ask_1_2_3'])(
  '%j is no credential',
  async (authorization) => {
    await expect(keys.authenticate({ authorization, tenantId: undefined })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  },
)

test('a stranger sees neither the client nor its parent', async () => {
  await expect(tenants.getWithin(stranger.id, client.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(tenants.update(stranger.id, client.id, { name: 'Mine' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect((await tenants.children(agency.id)).map(({ id }) => id)).toEqual([client.id])
})

test('nobody is put under a client, and no zone is made up', async () => {
  const child = { ...basics, kind: 'client' as const, name: 'x' }
  await expect(tenants.createChild(client.id, child)).rejects.toMatchObject({ code: 'invalid' })
  await expect(tenants.createChild(agency.id, { ...child, zone: 'Europe/Bärlin' })).rejects.toThrow(
    'Europe/Berlin',
  )
})
