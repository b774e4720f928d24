import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterFolder } from './cluster-folder.ts'
import { lookUpProcess } from './process-table.ts'

/** The server process of a cluster, whoever started it. */
export interface Postmaster {
  pid: number
  /** See `LivingProcess.identity`. */
  identity: string
  /** True once it accepts connections. */
  ready: boolean
}

/**
 * The living server of this cluster, by its postmaster.pid (line 1 the pid, line 8 the state). It may be left over
 * from a hub that was killed; a pid that belongs to another program by now is nobody.
 */
export function findPostmaster(folder: Pick<ClusterFolder, 'data'>): Postmaster | undefined {
  const lines = pidFileLines(folder)
  const pid = Number(lines[0])
  const living = Number.isInteger(pid) && pid > 1 ? lookUpProcess(pid) : undefined
  if (!living?.command.includes(`-D ${folder.data} -p `)) return undefined
  return { pid, identity: living.identity, ready: lines[7]?.trim() === 'ready' }
}

/**
 * A postmaster.pid whose pid another program of the same user has by now makes Postgres refuse to start, which is
 * usual after a container is made anew. The file is not removed, since Postgres finds by it processes that a killed
 * server left in the shared memory; the pid in it becomes the parent's, which Postgres knows not to be a rival.
 */
export function disownStalePid(folder: ClusterFolder): void {
  const [pid, ...rest] = pidFileLines(folder)
  if (pid === undefined || findPostmaster(folder)) return
  // Not through a link: the folder is the database user's and the hub may be root.
  const file = openSync(pidFile(folder), constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW)
  writeSync(file, [process.pid, ...rest].join('\n'))
  closeSync(file)
}

function pidFileLines(folder: Pick<ClusterFolder, 'data'>): string[] {
  try {
    return readFileSync(pidFile(folder), 'utf8').split('\n')
  } catch {
    return []
  }
}

function pidFile(folder: Pick<ClusterFolder, 'data'>): string {
  return join(folder.data, 'postmaster.pid')
}
