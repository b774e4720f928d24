import { randomBytes } from 'node:crypto'
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Database } from '../../platform/db/database.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { TenantDirectory, TenantService } from '../../tenants/index.ts'
import type { OutsideErrand, OutsideReport } from '../testing/outside-errand.ts'
import { newFolder } from '../testing/plugin-files.ts'
import { ProviderServer } from '../testing/provider-server.ts'
import { runProgram } from '../testing/run-program.ts'

let dir: string
let urls: TestDatabase
let provider: ProviderServer
let tenantId: string

beforeAll(async () => {
  dir = await newFolder()
  await cp(join(import.meta.dirname, '../testing/outside-plugins'), dir, { recursive: true })
  urls = await createTestDatabase()
  provider = await ProviderServer.start()
  provider.on('/me', ({ authorization }) =>
    authorization === 'Bearer right' ? { status: 200, body: {} } : { status: 401 },
  )
  const outcomes: Record<string, number> = { free: 201, taken: 409, closed: 503, refused: 401 }
  provider.on('/entries', ({ body }) => {
    const { entryId } = JSON.parse(body) as { entryId: string }
    return { status: outcomes[entryId] ?? 404, body: { id: `corner-${entryId}` } }
  })
  const database = new Database({ url: urls.appUrl, poolSize: 2, log: silentLogger })
  const clock = { now: () => Date.now() }
  const tenants = new TenantService({ database, clock, directory: new TenantDirectory({ database }) })
  const agency = { name: 'A', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }
  tenantId = (await tenants.createAgency(agency)).id
  await database.close()
})

afterAll(async () => {
  await provider?.stop()
  await urls?.drop()
  await rm(dir, { recursive: true, force: true })
})

test.each(['corner-js', 'corner-ts'])(
  'a provider that no line of the hub knows is connected and written to: %s, from a folder outside of the repository',
  async (plugin) => {
    const errand: OutsideErrand = {
      databaseUrl: urls.appUrl,
      masterKey: randomBytes(32).toString('hex'),
      dir,
      plugin,
      providerUrl: provider.url,
      tenantId,
    }
    const report = await runProgram<OutsideReport>('outside-hub.ts', [JSON.stringify(errand)])
    expect(report).toEqual({
      catalog: ['corner-js loaded', 'corner-ts loaded'],
      state: 'ready',
      written: { reference: 'corner-free', start: '2027-03-01T08:00:00Z', end: '2027-03-01T09:00:00Z' },
      // By name both would pass: it is the hub's own classes that count here.
      failures: { taken: 'Refused', closed: 'RetryLater', refused: 'ReauthRequired' },
    })
  },
)
