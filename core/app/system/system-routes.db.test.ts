import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PluginCatalog } from '../../integrations/index.ts'
import { systemClock } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config/config.ts'
import { Database } from '../../platform/db/database.ts'
import { HubError } from '../../platform/errors.ts'
import { testApp } from '../../platform/http/testing/test-app.ts'
import { JobQueue } from '../../platform/jobs/job-queue.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { TenantDirectory, TenantService } from '../../tenants/index.ts'
import { examineConfig } from '../doctor/examine.ts'
import { readinessChecks } from '../readiness-checks.ts'
import { systemRoutes } from './system-routes.ts'

const HOUR = 3_600_000

let urls: TestDatabase
let database: Database
let folder: string
let agent: ReturnType<typeof testApp>['agent']
let [agency, client] = ['', '']

beforeAll(async () => {
  urls = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'askpro-system-'))
  database = new Database({ url: urls.appUrl, poolSize: 5, log: silentLogger })
  const directory = new TenantDirectory({ database })
  const tenants = new TenantService({ database, directory, clock: systemClock })
  const fields = { name: 'A', zone: 'Europe/Berlin', currency: 'EUR', language: 'de' as const }
  agency = (await tenants.createAgency(fields)).id
  client = (await tenants.createChild(agency, { ...fields, kind: 'client' })).id
  const config = readConfig({
    DATABASE_URL: urls.appUrl,
    ASKPRO_MASTER_KEY: randomBytes(32).toString('hex'),
    ASKPRO_DATA_DIR: folder,
    PORT: '0',
  })
  const routes = systemRoutes({
    config,
    database,
    directory,
    catalog: new PluginCatalog([{ id: 'torn', state: 'crashed', reason: 'SyntaxError' }]),
    readiness: readinessChecks(database, undefined),
    migration: '0001-platform',
    publicUrl: () => 'https://hub.example',
    examine: () => examineConfig(config),
    clock: systemClock,
    log: silentLogger,
  })
  const authenticate = async ({ tenantId = '' }: { tenantId?: string | undefined }) => {
    if (!tenantId) throw new HubError('unauthenticated')
    return { tenantId, actor: { keyId: 'k', ownTenantId: tenantId, scopes: ['*'] } }
  }
  agent = testApp({ routes, database, authenticate }).agent
})
afterAll(async () => {
  await database.close()
  await urls.drop()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, tenantId = agency) => agent.get(path).set('X-Tenant-Id', tenantId)

test('an agency sees how each part does, and the jobs of all tenants by their kind', async () => {
  const jobs = new JobQueue({ clock: systemClock, poke: () => {} })
  const job = (tenantId: string, runAt: number) => ({ kind: 'test.work', tenantId, payload: {}, runAt })
  const [now, later] = [systemClock.now() - HOUR, systemClock.now() + HOUR]
  await database.asCourier((tx) => jobs.add(tx, [job(client, now), job(agency, now), job(client, later)]))
  const { body, status } = await get('/v1/system')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    migration: '0001-platform',
    public_url: 'https://hub.example',
    role: 'all',
    queues: [{ kind: 'test.work', due: 2, waiting: 1, running: 0, failed: 0, quarantined: 0 }],
  })
  expect(body.parts).toEqual([
    { name: 'database', ok: true, why: null },
    { name: 'migrations', ok: true, why: null },
    { name: 'events', ok: true, why: null },
    { name: 'plugins', ok: false, why: 'not used: torn' },
  ])
})

test('the doctor’s findings say what to do, and neither they nor the configuration show a secret', async () => {
  const [doctor, configuration] = [await get('/v1/system/doctor'), await get('/v1/system/configuration')]
  const named = new Map(
    doctor.body.findings.map((finding: { check: string; level: string }) => [finding.check, finding.level]),
  )
  expect([named.get('database'), named.get('migrations')]).toEqual(['ok', 'ok'])
  expect(named.has('connection')).toBe(false)
  expect(configuration.body.data).toContainEqual(
    expect.objectContaining({ name: 'DATABASE_URL', set: true, secret: true, value: null }),
  )
  const { password } = new URL(urls.appUrl)
  expect(JSON.stringify([doctor.body, configuration.body])).not.toContain(password)
})

test('a client’s key sees nothing of the hub as a whole, whatever its scopes', async () => {
  for (const path of ['', '/configuration', '/doctor'])
    expect((await get(`/v1/system${path}`, client)).status).toBe(403)
})
