import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../platform/config/config.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { unpackBase } from '../../platform/db/backup/unpack-base.ts'
import { type DataDirLock, lockDataDir } from '../../platform/db/embedded/data-dir-lock.ts'
import { serverBinaries } from '../../platform/db/embedded/server-binaries.ts'
import { serviceUser } from '../../platform/db/embedded/service-user.ts'
import { startEmbeddedPostgres } from '../../platform/db/embedded/start-embedded-postgres.ts'
import { StartError } from '../../platform/errors.ts'
import type { Restored } from './check-restored.ts'
import { loadBackup } from './load-backup.ts'
import { RESTORE_MARK } from './unfinished-restore.ts'
import type { Urls } from './urls.ts'

export interface EmbeddedRestore {
  config: Config
  manifest: BackupManifest
  from: string
  check(urls: Urls): Promise<Restored>
}

/** What a hub makes in its data folder and what a restore therefore does not go over; the key file may be there. */
const OF_A_HUB = ['postgres', 'postgres.json', 'demo.json', RESTORE_MARK]

/** Into the hub's own server, in an empty data folder. What a failed restore has made is removed again. */
export async function restoreEmbedded(restore: EmbeddedRestore): Promise<Restored> {
  const { dataDir } = restore.config
  const lock = lockDataDir(dataDir)
  try {
    requireEmptyFolder(dataDir)
    try {
      writeFileSync(join(dataDir, RESTORE_MARK), '')
      const restored = await restoreInto(lock, restore)
      rmSync(join(dataDir, RESTORE_MARK))
      return restored
    } catch (error) {
      for (const name of OF_A_HUB) rmSync(join(dataDir, name), { recursive: true, force: true })
      throw error
    }
  } finally {
    lock.release()
  }
}

async function restoreInto(lock: DataDirLock, restore: EmbeddedRestore): Promise<Restored> {
  await layFiles(restore)
  const server = await startEmbeddedPostgres({ dataDir: restore.config.dataDir, lock })
  try {
    if (restore.manifest.kind !== 'base') await loadBackup(server, restore)
    return await restore.check(server)
  } finally {
    await server.stop()
  }
}

function requireEmptyFolder(dataDir: string): void {
  const found = OF_A_HUB.filter((name) => existsSync(join(dataDir, name)))
  if (found.length === 0) return
  throw new StartError(
    `The data folder ${dataDir} is not empty (${found.join(', ')}): a backup is restored into an empty one only. Set ASKPRO_DATA_DIR to another folder.`,
  )
}

async function layFiles({ config, manifest, from }: EmbeddedRestore): Promise<void> {
  if (manifest.kind !== 'base') return
  const { dataDir } = config
  const user = serviceUser(join(dataDir, 'postgres'))
  const { major } = await serverBinaries({ dataDir, user })
  if (major !== manifest.postgresMajor) {
    throw new StartError(
      `The backup is the files of PostgreSQL ${manifest.postgresMajor} and this hub brings ${major}: restore it with the hub version that took it, and take one with --rows there, which any version takes (docs/operating.md, Upgrades).`,
    )
  }
  copyFileSync(join(from, 'postgres.json'), join(dataDir, 'postgres.json'))
  await unpackBase(from, dataDir)
}
