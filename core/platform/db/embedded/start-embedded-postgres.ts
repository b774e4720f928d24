import { StartError } from '../../errors.ts'
import type { Logger } from '../../log/logger.ts'
import { silentLogger } from '../../log/logger.ts'
import { choosePort } from './choose-port.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import { clusterFolder, clusterMajor, prepareClusterFolder } from './cluster-folder.ts'
import type { ClusterSecrets } from './cluster-secrets.ts'
import { loadClusterSecrets, saveClusterSecrets } from './cluster-secrets.ts'
import type { DataDirLock } from './data-dir-lock.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { initCluster } from './init-cluster.ts'
import type { LaunchedPostmaster } from './launch-postmaster.ts'
import { launchPostmaster } from './launch-postmaster.ts'
import { findPostmaster } from './postmaster.ts'
import { ADMIN_ROLE, APP_ROLE, HUB_DATABASE, prepareDatabase } from './prepare-database.ts'
import type { ServerBinaries } from './server-binaries.ts'
import { serverBinaries } from './server-binaries.ts'
import type { ServiceUser } from './service-user.ts'
import { serviceUser } from './service-user.ts'
import { stopPostmaster } from './stop-postmaster.ts'

export interface EmbeddedPostgresOptions {
  /** The hub's data folder; the server keeps to `postgres/`, `postgres.json` and `postgres-binaries/` in it. */
  dataDir: string
  /** On 127.0.0.1. Without it: the port of last time if it is free, else any free one. */
  port?: number
  /** Server settings by name, for instance `{ fsync: 'off' }` for a throwaway server. */
  settings?: Readonly<Record<string, string>>
  /** The caller's own lock on the data folder. Without it one is taken, and given back by `stop()`. */
  lock?: DataDirLock
  log?: Logger
  /** The server ended although nobody asked it to (out of memory, kill -9). */
  onDeath?: (how: string) => void
  /** Aborted: the hub was told to stop, and a server that is not up yet is given up. */
  told?: AbortSignal
}

export interface EmbeddedPostgres {
  /** The owner of the database: for migrations. */
  adminUrl: string
  /** The role of the hub at work: no superuser, cannot pass row-level security. */
  appUrl: string
  superuserUrl: string
  /** The server's process. */
  pid: number
  /** Ends the server and waits until it is gone. Safe to call again. */
  stop(): Promise<void>
}

/**
 * Starts the hub's own Postgres and creates what is missing: cluster, roles, database. A server that a killed hub
 * left behind is ended first: that takes less than a second and leaves one way of starting instead of two.
 * Throws `DataDirInUse` or another `StartError` whose message is the line for the operator.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  refuseWindows()
  const ownLock = options.lock ? undefined : lockDataDir(options.dataDir)
  try {
    return await start(options, ownLock)
  } catch (error) {
    ownLock?.release()
    throw error
  }
}

async function start(
  options: EmbeddedPostgresOptions,
  ownLock: DataDirLock | undefined,
): Promise<EmbeddedPostgres> {
  const folder = clusterFolder(options.dataDir)
  await endLeftover(folder, options.log ?? silentLogger)
  const user = serviceUser(folder.root)
  prepareClusterFolder(folder, user)
  const binaries = await serverBinaries({ dataDir: options.dataDir, user })
  const secrets = await requireCluster({ options, folder, user, binaries })
  const server = await launchPostmaster({
    folder,
    binaries,
    user,
    settings: options.settings ?? {},
    choosePort: () => choosePort(options.port, secrets.port),
    onDeath: options.onDeath ?? (() => {}),
    told: options.told,
  })
  return handOver({ server, secrets, options, ownLock })
}

async function endLeftover(folder: ClusterFolder, log: Logger): Promise<void> {
  const leftover = findPostmaster(folder)
  if (!leftover) return
  log.warn({ pid: leftover.pid }, 'a Postgres left behind by a hub that was killed is ended and started anew')
  await stopPostmaster(leftover)
}

interface ClusterNeeds {
  options: EmbeddedPostgresOptions
  folder: ClusterFolder
  user: ServiceUser
  binaries: ServerBinaries
}

async function requireCluster({ options, folder, user, binaries }: ClusterNeeds): Promise<ClusterSecrets> {
  const major = clusterMajor(folder)
  const secrets = loadClusterSecrets(options.dataDir, major !== undefined)
  if (major === undefined) {
    const durable = options.settings?.fsync !== 'off'
    const { superuserPassword } = secrets
    await initCluster({ folder, binaries, user, superuserPassword, durable, told: options.told })
  } else if (major !== binaries.major) {
    throw new StartError(
      `${folder.data} is a PostgreSQL ${major} database and this hub brings PostgreSQL ${binaries.major}. Nothing was touched. With the hub version that wrote it: npm run backup -- --rows --to <folder>. Then set ASKPRO_DATA_DIR to an empty folder (with the master.key of the old one in it) and, with this version: npm run restore -- <folder> --moved`,
    )
  }
  return secrets
}

interface Launched {
  server: LaunchedPostmaster
  secrets: ClusterSecrets
  options: EmbeddedPostgresOptions
  ownLock: DataDirLock | undefined
}

async function handOver({ server, secrets, options, ownLock }: Launched): Promise<EmbeddedPostgres> {
  const url = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${server.port}/${database}`
  const superuserUrl = url('postgres', secrets.superuserPassword, 'postgres')
  const end = async () => {
    server.expectEnd()
    await stopPostmaster(server)
    ownLock?.release()
  }
  try {
    saveClusterSecrets(options.dataDir, { ...secrets, port: server.port })
    await prepareDatabase(superuserUrl, secrets)
  } catch (error) {
    await end()
    throw error
  }
  let stopping: Promise<void> | undefined
  return {
    adminUrl: url(ADMIN_ROLE, secrets.adminPassword, HUB_DATABASE),
    appUrl: url(APP_ROLE, secrets.appPassword, HUB_DATABASE),
    superuserUrl,
    pid: server.pid,
    stop: () => {
      stopping ??= end()
      return stopping
    },
  }
}

function refuseWindows(): void {
  if (process.platform !== 'win32') return
  throw new StartError(
    'The bundled Postgres runs on Linux and macOS: on Windows start the hub in WSL or set DATABASE_URL.',
  )
}
