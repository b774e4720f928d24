import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readConfig } from '../platform/config/config.ts'
import { newId } from '../platform/ids.ts'
import { silentLogger } from '../platform/log/logger.ts'
import { rowsOf } from '../platform/testing/database-rows.ts'
import { createTestDatabase, type TestDatabase } from '../platform/testing/test-database.ts'
import { makeFirstAgency } from './first-agency.ts'
import { type Hub, startHub } from './hub.ts'

let database: TestDatabase
let hubs: Hub[]
let folder: string
let madeIn: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'askpro-agency-'))
  hubs = await Promise.all(['one', 'two', 'three'].map(() => replica()))
}, 60_000)

afterAll(async () => {
  await Promise.all(hubs.map((hub) => hub.stop(5_000)))
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

function replica(): Promise<Hub> {
  return startHub({
    config: readConfig({ ASKPRO_ROLE: 'api', ASKPRO_DEMO: 'off', PORT: '0' }),
    databases: database,
    masterKey: 'a'.repeat(64),
    pluginDirs: [],
    log: silentLogger,
  })
}

const configured = (name: string, agency = 'Acme, Europe/Berlin, EUR, de') =>
  readConfig({
    ASKPRO_AGENCY: agency,
    ASKPRO_DEMO: 'off',
    ASKPRO_DATA_DIR: mkdtempSync(join(folder, `${name}-`)),
  })

/** What a crash before the file got its name leaves. */
const waitingIn = ({ dataDir }: { dataDir: string }) => join(dataDir, 'agency.json.new')

const agencies = () => rowsOf<{ id: string }>(database, 'select id from directory_tenants')

test('a zone that is none is told as a mistake of the variable, and nothing is made', async () => {
  const [hub] = hubs as [Hub]
  await expect(makeFirstAgency(hub, configured('wrong', 'Acme, Europe/Nowhere, EUR, de'))).rejects.toThrow(
    /^ASKPRO_AGENCY is not valid: Europe\/Nowhere is no IANA time zone/,
  )
  expect(await agencies()).toEqual([])
})

test('a key that cannot be handed out leaves no agency behind that nobody has the key of', async () => {
  const [hub] = hubs as [Hub]
  const config = { ...configured('gone'), dataDir: join(folder, 'missing') }
  await expect(makeFirstAgency(hub, config)).rejects.toThrow('ENOENT')
  expect(await agencies()).toEqual([])
})

test('replicas that start at the same moment make one agency, and one of them has its key', async () => {
  const configs = [...hubs, ...hubs].map((_, index) => configured(String(index)))
  for (const config of configs) writeFileSync(waitingIn(config), '{ "agency": {')
  const files = await Promise.all(
    configs.map((config, index) => makeFirstAgency(hubs[index % hubs.length] as Hub, config)),
  )
  const made = await agencies()
  expect(made).toHaveLength(1)
  const [file = ''] = files.filter((one) => one !== undefined)
  expect(configs.filter(({ dataDir }) => existsSync(join(dataDir, 'agency.json')))).toHaveLength(1)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const { agency } = JSON.parse(readFileSync(file, 'utf8')) as { agency: { id: string; api_key: string } }
  expect(agency.id).toBe(made[0]?.id)
  const reply = await fetch(`${hubs[0]?.url}/v1/tenants`, {
    headers: { authorization: `Bearer ${agency.api_key}` },
  })
  expect(((await reply.json()) as { data: Array<{ name: string }> }).data).toMatchObject([{ name: 'Acme' }])
  madeIn = dirname(file)
})

test('a crash after the commit loses no key: the next start hands it out', async () => {
  const file = join(madeIn, 'agency.json')
  const content = readFileSync(file, 'utf8')
  const config = { ...configured('again'), dataDir: madeIn }
  renameSync(file, waitingIn(config))
  expect(await makeFirstAgency(hubs[1] as Hub, config)).toBe(file)
  expect(readFileSync(file, 'utf8')).toBe(content)
  expect(await makeFirstAgency(hubs[1] as Hub, config)).toBeUndefined()
})

test('what was rolled back does not become a way in later', async () => {
  const config = configured('rolled-back')
  writeFileSync(waitingIn(config), JSON.stringify({ agency: { id: newId(), api_key: 'ask_' } }))
  expect(await makeFirstAgency(hubs[0] as Hub, config)).toBeUndefined()
  expect(existsSync(join(config.dataDir, 'agency.json'))).toBe(false)
})

test('where there is an agency, none is made', async () => {
  expect(await makeFirstAgency(hubs[0] as Hub, configured('late'))).toBeUndefined()
  expect(await agencies()).toHaveLength(1)
})
