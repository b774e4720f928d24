import { migrations } from '../../migrations/index.ts'
import { checkCanary, forgetCanary } from '../../platform/crypto/canary.ts'
import type { SecretBox } from '../../platform/crypto/secret-box.ts'
import { withBackupClient } from '../../platform/db/backup/backup-client.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { type DatabaseContents, readContents } from '../../platform/db/backup/database-contents.ts'
import { pastTheWalls } from '../../platform/db/backup/past-the-walls.ts'
import { Database } from '../../platform/db/database.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { noteRestore } from '../../platform/db/restores.ts'
import { StartError } from '../../platform/errors.ts'
import { silentLogger } from '../../platform/log/logger.ts'
import { findOpenWork, type OpenWork } from './open-work-repository.ts'
import type { Urls } from './urls.ts'

/** The table that `noteRestore` writes to. */
const NOTES = 'directory_restores'

export interface Restored {
  manifest: BackupManifest
  /** Of the manifest, and found in the restored database. */
  rows: number
  tables: number
  /** Applied after the restore, by a hub newer than the backup. */
  migrated: string[]
  openWork: OpenWork
  /** False where the caller said that nothing happened since the backup. */
  noted: boolean
  /** Connections whose secrets stay closed, since the master key is lost; undefined where it is not. */
  closedConnections: number | undefined
}

export interface CheckRestored {
  urls: Urls
  manifest: BackupManifest
  /** Undefined where the master key is lost. */
  box: SecretBox | undefined
  moved: boolean
}

/** Compares what is there with what was there, brings the schema up to date, and opens the canary, or forgets it. */
export async function checkRestored({ urls, manifest, box, moved }: CheckRestored): Promise<Restored> {
  return withBackupClient(urls.adminUrl, async (admin) => {
    const turn = turnToNote({ moved, manifest })
    const note = () => noteRestore(admin, new Date(manifest.startedAt))
    // First of all, where it can be: a hub that starts on a restore which is cut off from here on knows it as one.
    if (turn === 'first') await note()
    const { contents, openWork } = await pastTheWalls(admin, async (client) => ({
      contents: await readContents(client),
      openWork: await findOpenWork(client),
    }))
    requireEqual(contents, turn === 'first' ? withNote(manifest) : manifest)
    const migrated = await migrate({ ...urls, migrations })
    if (turn === 'last') await note()
    // Where nothing was sealed yet, or a lost key was not replaced yet, the next start sees to it.
    if (manifest.masterKeyId !== null) await seeToCanary(urls.appUrl, box)
    const counts = Object.values(manifest.tables)
    const rows = counts.reduce((sum, count) => sum + count, 0)
    const closedConnections = box ? undefined : contents.tables.connections
    return { manifest, rows, tables: counts.length, migrated, openWork, noted: !moved, closedConnections }
  })
}

/** Before the schema had a place for it there is none until it is brought up to date. */
function turnToNote({ moved, manifest }: Pick<CheckRestored, 'moved' | 'manifest'>) {
  if (moved) return 'never'
  return NOTES in manifest.tables ? 'first' : 'last'
}

const withNote = (manifest: BackupManifest): DatabaseContents => ({
  ...manifest,
  tables: { ...manifest.tables, [NOTES]: (manifest.tables[NOTES] ?? 0) + 1 },
})

function requireEqual(found: DatabaseContents, expected: DatabaseContents): void {
  const differences = [
    ...different(found.tables, expected.tables),
    ...behind(found.sequences, expected.sequences),
    ...different({ migrations: found.migrations.join() }, { migrations: expected.migrations.join() }),
  ]
  if (differences.length === 0) return
  throw new StartError(
    `What was restored is not what was backed up: ${differences.join('; ')}. Do not use it.`,
  )
}

function different(
  found: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(expected)])
  return [...names]
    .filter((name) => found[name] !== expected[name])
    .map((name) => `${name} has ${found[name] ?? 'nothing'} instead of ${expected[name] ?? 'nothing'}`)
}

/** A sequence that is behind would give a number again; one that is ahead only leaves some out. */
function behind(found: DatabaseContents['sequences'], expected: DatabaseContents['sequences']): string[] {
  return Object.entries(expected)
    .filter(([name, last]) => BigInt(found[name] ?? 0) < BigInt(last))
    .map(([name, last]) => `${name} is at ${found[name] ?? 'its start'} instead of ${last}`)
}

async function seeToCanary(url: string, box: SecretBox | undefined): Promise<void> {
  const database = new Database({ url, poolSize: 2, log: silentLogger })
  const done = box ? checkCanary(database, box) : forgetCanary(database)
  await done.finally(() => database.close())
}
