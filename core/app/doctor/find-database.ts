import type { Config } from '../../platform/config/config.ts'
import { clusterFolder, clusterMajor } from '../../platform/db/embedded/cluster-folder.ts'
import { loadClusterSecrets } from '../../platform/db/embedded/cluster-secrets.ts'
import { DataDirInUse } from '../../platform/db/embedded/data-dir-lock.ts'
import { findPostmaster } from '../../platform/db/embedded/postmaster.ts'
import { ADMIN_ROLE, APP_ROLE, HUB_DATABASE } from '../../platform/db/embedded/prepare-database.ts'
import { within } from '../../platform/jobs/deadline.ts'
import { fail, skipped, type Verdict } from './verdict.ts'

/** Where the hub's database can be asked, or why it cannot. */
export type FoundDatabase =
  | { urls: { app: string; admin: string }; stop?: () => Promise<void> }
  | { verdict: Verdict }

/** Milliseconds: PostgreSQL may have to recover from a crash first. */
const START_DEADLINE = 30_000

/**
 * A database of one's own by its address. The embedded one beside a running hub by what the data folder says; with the
 * hub stopped its server is started for as long as the examination takes, under the same lock as a hub.
 */
export async function findDatabase(config: Config): Promise<FoundDatabase> {
  const { databaseUrl, databaseAdminUrl, dataDir } = config
  if (databaseUrl) return { urls: { app: databaseUrl, admin: databaseAdminUrl ?? databaseUrl } }
  try {
    const folder = clusterFolder(dataDir)
    if (clusterMajor(folder) === undefined) {
      return { verdict: skipped(`there is none yet in ${dataDir}: npm start makes it`) }
    }
    return findPostmaster(folder)?.ready ? running(dataDir) : await started(dataDir)
  } catch (error) {
    if (error instanceof DataDirInUse) {
      return { verdict: fail('a hub is starting or stopping just now', 'Try again in a moment.') }
    }
    const why = error instanceof Error ? error.message : String(error)
    return { verdict: fail(why, `The server's own log is in ${clusterFolder(dataDir).log}.`) }
  }
}

function running(dataDir: string): FoundDatabase {
  const { appPassword, adminPassword, port } = loadClusterSecrets(dataDir, true)
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${HUB_DATABASE}`
  return { urls: { app: url(APP_ROLE, appPassword), admin: url(ADMIN_ROLE, adminPassword) } }
}

async function started(dataDir: string): Promise<FoundDatabase> {
  // Loaded only where it is used: the Docker image has no embedded server.
  const { startEmbeddedPostgres } = await import('../../platform/db/embedded/start-embedded-postgres.ts')
  const starting = startEmbeddedPostgres({ dataDir })
  try {
    const server = await within(START_DEADLINE, 'the start of the database', starting)
    return { urls: { app: server.appUrl, admin: server.adminUrl }, stop: () => server.stop() }
  } catch (error) {
    // Too late to be asked, but not to be left running.
    void starting.then((server) => server.stop()).catch(() => {})
    throw error
  }
}
