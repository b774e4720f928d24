import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { migrations } from '../../migrations/index.ts'
import { readManifest, writtenManifest } from '../../platform/db/backup/backup-manifest.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { asSuperuser } from '../../platform/testing/database-rows.ts'
import { describeWithSystemPostgres } from '../../platform/testing/system-postgres.ts'
import { eventually } from './api.ts'
import { embeddedPlace, type Place, serverPlace } from './backup-places.ts'
import { runScript, startScript } from './hub-process.ts'

const MINUTE = 60_000
const ends: Array<() => Promise<void>> = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
}, MINUTE)

async function migrated(place: Place): Promise<Place> {
  ends.push(() => place.database.drop())
  await migrate({ ...place.database, migrations })
  return place
}

function backupInto(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-backups-'))
  ends.push(async () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'backup')
}

const KEY = { ASKPRO_MASTER_KEY: '5'.repeat(64) }
const backup = (place: Place, to: string) =>
  runScript('backup.ts', ['--to', to], { ...KEY, ...place.backup }, 2 * MINUTE)
const restore = (place: Place, from: string) =>
  runScript('restore.ts', [from], { ...KEY, ...place.restore }, 2 * MINUTE)

describe('a backup of the hub’s own server', () => {
  test(
    'that is killed leaves nothing that counts as one, and the next is whole; two at a time are one too many',
    async () => {
      const place = await migrated(await embeddedPlace())
      const to = backupInto()
      const killed = startScript('backup.ts', ['--to', to], { ...KEY, ...place.backup })
      await eventually(
        async () => killed.output(),
        (said) => said.includes('Proving it'),
        MINUTE,
      )
      killed.kill('SIGSTOP')
      const second = await backup(place, `${to}-second`)
      expect([second.code, second.errors]).toEqual([
        1,
        'Another backup is being proven just now: take this one again when that has ended.\n',
      ])
      killed.kill('SIGKILL')
      await killed.ended(MINUTE)
      expect([existsSync(to), existsSync(`${to}-second`)]).toEqual([false, false])
      const torn = await restore(place, `${to}.unfinished`)
      expect([torn.code, torn.errors]).toEqual([1, expect.stringContaining('is no backup')])
      const again = await backup(place, to)
      expect([again.errors, again.code]).toEqual(['', 0])
      expect(existsSync(`${to}.unfinished`)).toBe(false)
      expect(existsSync(join(place.backup.ASKPRO_DATA_DIR ?? '', 'backup-proof'))).toBe(false)
      const restored = await restore(place, to)
      expect([restored.errors, restored.code]).toEqual(['', 0])
      await (await place.restored()).drop()
    },
    6 * MINUTE,
  )
})

describe('a restore into the hub’s own server', () => {
  test(
    'that is killed leaves a folder that no hub starts on and no restore takes, until it is emptied',
    async () => {
      const place = await migrated(await embeddedPlace())
      const to = backupInto()
      expect(await backup(place, to)).toMatchObject({ code: 0, errors: '' })
      const folder = place.restore.ASKPRO_DATA_DIR ?? ''
      const killed = startScript('restore.ts', [to], { ...KEY, ...place.restore })
      await eventually(
        async () => existsSync(join(folder, 'postgres')),
        (begun) => begun,
        MINUTE,
      )
      killed.kill('SIGKILL')
      await killed.ended(MINUTE)
      const hub = await runScript('start.mjs', [], {
        ...KEY,
        ...place.restore,
        ASKPRO_DEMO: 'off',
        PORT: '0',
      })
      expect([hub.code, hub.errors]).toEqual([
        1,
        expect.stringMatching(/^A restore into the data folder .* was cut off: empty the folder/),
      ])
      expect((await restore(place, to)).errors).toMatch(/is not empty \(postgres/)
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true })
      expect(await restore(place, to)).toMatchObject({ code: 0, errors: '' })
      expect(existsSync(join(folder, 'restore.unfinished'))).toBe(false)
      await (await place.restored()).drop()
    },
    6 * MINUTE,
  )
})

describeWithSystemPostgres('a restore into a server of one’s own', () => {
  test(
    'is noted as one before it is counted: cut off after that, it is still known as a restore',
    async () => {
      const place = await migrated(await serverPlace())
      const to = backupInto()
      const taken = await backup(place, to)
      expect([taken.errors, taken.code]).toEqual(['', 0])
      const file = join(to, 'manifest.json')
      const manifest = readManifest(readFileSync(file, 'utf8'), file)
      const tables = { ...manifest.tables, customers: 1 }
      writeFileSync(file, writtenManifest({ ...manifest, tables }))
      const failed = await restore(place, to)
      expect([failed.code, failed.errors]).toEqual([
        1,
        expect.stringContaining('What was restored is not what was backed up: customers has 0 instead of 1.'),
      ])
      const { superuserUrl } = await place.restored()
      const noted = await asSuperuser(superuserUrl, 'select count(*)::int as notes from directory_restores')
      expect(noted).toEqual([{ notes: 1 }])
    },
    4 * MINUTE,
  )
})
