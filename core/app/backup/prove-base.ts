import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withBackupClient } from '../../platform/db/backup/backup-client.ts'
import { type DatabaseContents, readContents } from '../../platform/db/backup/database-contents.ts'
import { unpackBase } from '../../platform/db/backup/unpack-base.ts'
import { clusterFolder } from '../../platform/db/embedded/cluster-folder.ts'
import { DataDirInUse, type DataDirLock, lockDataDir } from '../../platform/db/embedded/data-dir-lock.ts'
import { findPostmaster } from '../../platform/db/embedded/postmaster.ts'
import { HUB_DATABASE, onDatabase } from '../../platform/db/embedded/prepare-database.ts'
import { startEmbeddedPostgres } from '../../platform/db/embedded/start-embedded-postgres.ts'
import { stopPostmaster } from '../../platform/db/embedded/stop-postmaster.ts'
import { StartError } from '../../platform/errors.ts'

/**
 * Restores the copy beside the data folder's own server, counts what is in it, and removes it. The files of a server
 * have no snapshot that could be counted while they are copied; and a backup that was never restored is a hope.
 */
export async function proveBase(backup: string, dataDir: string): Promise<DatabaseContents> {
  const place = join(dataDir, 'backup-proof')
  const lock = lockPlace(place)
  try {
    await clear(place)
    await copyFile(join(backup, 'postgres.json'), join(place, 'postgres.json'))
    await unpackBase(backup, place)
    return await countedIn(place, lock)
  } finally {
    await clear(place)
    lock.release()
    await rm(place, { recursive: true, force: true })
  }
}

/** One at a time: two backups that overlap would prove each other's copy. */
function lockPlace(place: string): DataDirLock {
  try {
    return lockDataDir(place)
  } catch (cause) {
    if (!(cause instanceof DataDirInUse)) throw cause
    throw new StartError(
      'Another backup is being proven just now: take this one again when that has ended.',
      {
        cause,
      },
    )
  }
}

async function countedIn(place: string, lock: DataDirLock): Promise<DatabaseContents> {
  // It is thrown away at once: nothing needs to be forced to the disk.
  const server = await startEmbeddedPostgres({ dataDir: place, lock, settings: { fsync: 'off' } })
  try {
    return await withBackupClient(onDatabase(server.superuserUrl, HUB_DATABASE), readContents)
  } finally {
    await server.stop()
  }
}

/** A proof that was killed has left its files, and its server. */
async function clear(place: string): Promise<void> {
  const leftover = findPostmaster(clusterFolder(place))
  if (leftover) await stopPostmaster(leftover)
  for (const name of ['postgres', 'postgres.json', 'postgres-binaries']) {
    await rm(join(place, name), { recursive: true, force: true })
  }
}
