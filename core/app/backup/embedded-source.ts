import type { Config } from '../../platform/config/config.ts'
import { clusterFolder, clusterMajor } from '../../platform/db/embedded/cluster-folder.ts'
import { loadClusterSecrets } from '../../platform/db/embedded/cluster-secrets.ts'
import { DataDirInUse, type DataDirLock, lockDataDir } from '../../platform/db/embedded/data-dir-lock.ts'
import { HUB_DATABASE } from '../../platform/db/embedded/prepare-database.ts'
import { startEmbeddedPostgres } from '../../platform/db/embedded/start-embedded-postgres.ts'
import { StartError } from '../../platform/errors.ts'

/**
 * The hub's own server, as its superuser: beside a running hub that hub's, else started for the work and stopped
 * after it. `hubRuns` says which.
 */
export async function withEmbeddedServer<T>(
  { dataDir }: Pick<Config, 'dataDir'>,
  work: (superuserUrl: string, hubRuns: boolean) => Promise<T>,
): Promise<T> {
  if (clusterMajor(clusterFolder(dataDir)) === undefined) {
    throw new StartError(
      `There is no database in ${dataDir} to back up: set ASKPRO_DATA_DIR, or DATABASE_URL and DATABASE_BACKUP_URL.`,
    )
  }
  const lock = lockUnlessHubRuns(dataDir)
  if (!lock) return work(urlOfRunning(dataDir), true)
  try {
    const server = await startEmbeddedPostgres({ dataDir, lock })
    try {
      return await work(onHub(server.superuserUrl), false)
    } finally {
      await server.stop()
    }
  } finally {
    lock.release()
  }
}

function lockUnlessHubRuns(dataDir: string): DataDirLock | undefined {
  try {
    return lockDataDir(dataDir)
  } catch (error) {
    if (error instanceof DataDirInUse) return undefined
    throw error
  }
}

function urlOfRunning(dataDir: string): string {
  const { superuserPassword, port } = loadClusterSecrets(dataDir, true)
  return `postgres://postgres:${superuserPassword}@127.0.0.1:${port}/${HUB_DATABASE}`
}

const onHub = (url: string): string => Object.assign(new URL(url), { pathname: `/${HUB_DATABASE}` }).href
