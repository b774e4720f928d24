import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { StartError } from '../../errors.ts'
import type { ServiceUser } from './service-user.ts'

/** Where the embedded server keeps what: everything below `root` belongs to the user that Postgres runs as. */
export interface ClusterFolder {
  root: string
  /** Postgres' own PGDATA. */
  data: string
  /** One file per weekday, overwritten after a week. */
  log: string
  /** What Postgres says before its own log is open. */
  startLog: string
}

export function clusterFolder(dataDir: string): ClusterFolder {
  const root = resolve(dataDir, 'postgres')
  return { root, data: join(root, 'data'), log: join(root, 'log'), startLog: join(root, 'start.log') }
}

/** Makes the folder, hands it to the user that Postgres runs as, and makes sure that this user gets there. */
export function prepareClusterFolder(folder: ClusterFolder, user: ServiceUser): void {
  mkdirSync(folder.root, { recursive: true, mode: 0o700 })
  if ('uid' in user.as && statSync(folder.root).uid !== user.as.uid) {
    chownSync(folder.root, user.as.uid, user.as.gid)
  }
  // Asked of the system, as that user: modes alone do not know of access lists and mount options.
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$1" && test -w .', 'sh', folder.root], {
    ...user.as,
    cwd: '/',
    stdio: 'ignore',
  })
  if (probe.status === 0) return
  throw new StartError(
    `Postgres runs as ${user.name}, who cannot get to ${folder.root}: set ASKPRO_DATA_DIR to a folder that everybody may pass through, for instance /var/lib/askpro.`,
    { cause: probe.error },
  )
}

/** The major version that wrote the cluster; undefined where there is none yet. */
export function clusterMajor(folder: ClusterFolder): number | undefined {
  try {
    return Number(readFileSync(join(folder.data, 'PG_VERSION'), 'utf8'))
  } catch {
    return undefined
  }
}
