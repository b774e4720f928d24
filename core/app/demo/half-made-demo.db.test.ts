import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Config, readConfig } from '../../platform/config/config.ts'
import { newId } from '../../platform/ids.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { dumpDatabase } from '../../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../platform/testing/test-database.ts'
import { TenantService } from '../../tenants/index.ts'
import { type DemoHub, startDemoHub } from '../../test/program/demo-hub.ts'
import { demoFilePath, writeDemoFile } from './demo-file.ts'
import { forgetHalfMadeDemo, noteDemoInTheMaking } from './half-made-demo.ts'

/** Each test goes on where the one before has ended. */
let program: DemoHub
let config: Config

beforeAll(async () => {
  program = await startDemoHub()
  await program.stopHub()
  config = readConfig({ ASKPRO_DATA_DIR: mkdtempSync(join(tmpdir(), 'askpro-half-')) })
}, 60_000)

afterAll(async () => {
  await program.stop()
  rmSync(config.dataDir, { recursive: true, force: true })
})

/** Without the lock of the migrations, whose row counts how often they were looked at. */
async function dump(database: TestDatabase): Promise<Map<string, string[]>> {
  const all = await dumpDatabase(database)
  all.delete('schema_migrations_lock')
  return all
}

const forget = (change: Partial<Config> = {}) =>
  forgetHalfMadeDemo({ ...config, ...change }, program.database, silentLogger)

test('nothing is taken out of a database that holds anything but the demo that was begun', async () => {
  const before = await dump(program.database)
  await forget()
  noteDemoInTheMaking(config.dataDir, { agencyId: newId() })
  await forget()
  noteDemoInTheMaking(config.dataDir, { agencyId: program.demo.agency.id })
  await forget({ demo: false })
  writeDemoFile(config.dataDir, program.demo)
  await forget()
  expect(await dump(program.database)).toEqual(before)
}, 60_000)

test('what an interrupted demo has left is taken out, and the key’s proof stays', async () => {
  const fresh = await createTestDatabase()
  const migrated = await dump(fresh)
  await fresh.drop()
  const seeded = await dump(program.database)
  rmSync(demoFilePath(config.dataDir))
  await forget()
  const left = await dump(program.database)
  expect(left.get('directory_canary')).toEqual(seeded.get('directory_canary'))
  migrated.set('directory_canary', left.get('directory_canary') ?? [])
  expect(left).toEqual(migrated)
}, 60_000)

test('an agency that came beside the demo keeps all from being taken out', async () => {
  await program.restartHub({ ASKPRO_ROLE: 'api' })
  const tenants = program.hub.container.resolve(TenantService)
  const fields = { zone: 'Europe/Berlin', currency: 'EUR', language: 'de' } as const
  await tenants.createAgency({ ...fields, name: 'Demo' }, program.demo.agency.id)
  await tenants.createAgency({ ...fields, name: 'Real' })
  await program.stopHub()
  const before = await dump(program.database)
  await forget()
  expect(await dump(program.database)).toEqual(before)
}, 60_000)
