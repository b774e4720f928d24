import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { clusterFolder } from '../../platform/db/embedded/cluster-folder.ts'
import { lockDataDir } from '../../platform/db/embedded/data-dir-lock.ts'
import { findPostmaster } from '../../platform/db/embedded/postmaster.ts'
import {
  freePort,
  type HubProcess,
  runScript,
  startHubProcess,
  untilReady,
} from '../../test/program/hub-process.ts'
import type { Finding } from './verdict.ts'

/** `npm run doctor -- --json` as people run it, on a hub with its own PostgreSQL. */
let dataDir: string
let hub: HubProcess
let variables: Record<string, string>

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'askpro-doctor-'))
  // As root the server runs as another user, who must get there.
  chmodSync(dataDir, 0o711)
  variables = { ASKPRO_DATA_DIR: join(dataDir, 'hub'), ASKPRO_DEMO: 'off', PORT: String(await freePort()) }
})

afterAll(() => {
  hub?.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function doctor(more: Record<string, string> = {}) {
  const { code, output, errors } = await runScript('doctor.ts', ['--json'], { ...variables, ...more })
  expect(errors).toBe('')
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Finding[] }
  expect(code).toBe(ok ? 0 : 1)
  const of = (check: string) => findings.find((finding) => finding.check === check)
  return { ok, findings, of }
}

test('before the first start there is nothing wrong, and no database is made', async () => {
  const { ok, of } = await doctor()
  expect(of('database')).toMatchObject({ level: 'skipped', says: expect.stringContaining('none yet') })
  expect(of('public url')).toMatchObject({ level: 'skipped' })
  expect(ok).toBe(true)
}, 60_000)

test('beside a running hub its database is asked where the data folder says', async () => {
  hub = startHubProcess(variables)
  await untilReady(hub)
  const { ok, of } = await doctor()
  expect(of('database')).toMatchObject({ level: 'ok', says: expect.stringContaining('a hub works on it') })
  expect(of('public url')?.says).toMatch(/is this hub/)
  expect(ok).toBe(true)
}, 120_000)

test('with the hub stopped its server is started for the moment and leaves with the doctor', async () => {
  hub.kill('SIGTERM')
  await hub.ended(20_000)
  const { ok, of } = await doctor()
  expect(of('database')).toMatchObject({ level: 'ok', says: expect.stringContaining('was started for this') })
  expect(of('migrations')?.level).toBe('ok')
  expect(of('master key')?.level).toBe('ok')
  expect(of('public url')).toMatchObject({ level: 'skipped', says: 'the hub is stopped' })
  expect(ok).toBe(true)
  expect(findPostmaster(clusterFolder(variables.ASKPRO_DATA_DIR ?? ''))).toBeUndefined()
  lockDataDir(variables.ASKPRO_DATA_DIR ?? '').release()
}, 60_000)

test('a data folder that a starting hub holds, and passwords that are damaged, are told', async () => {
  const folder = variables.ASKPRO_DATA_DIR ?? ''
  const lock = lockDataDir(folder)
  const held = await doctor()
  lock.release()
  expect(held.of('database')).toMatchObject({
    level: 'fail',
    says: expect.stringContaining('starting or stopping'),
  })
  const file = join(folder, 'postgres.json')
  const kept = readFileSync(file)
  writeFileSync(file, '{}')
  const damaged = await doctor()
  writeFileSync(file, kept)
  expect(damaged.of('database')).toMatchObject({ level: 'fail', says: expect.stringContaining('is damaged') })
  expect(damaged.of('disk')?.level).toBe('ok')
}, 60_000)
