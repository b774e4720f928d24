import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataDirLock } from '../db/embedded/data-dir-lock.ts'
import { DataDirInUse, lockDataDir } from '../db/embedded/data-dir-lock.ts'
import { stopStrayServers } from './stray-servers.ts'

/** All that one test run leaves on the disk. */
export interface RunFolder {
  path: string
  /** The `TMPDIR` of the tests. */
  temp: string
  lock: DataDirLock
  /** Ends what still runs in it and removes it. */
  remove(): Promise<void>
}

const PREFIX = 'askpro-test-'
/** Milliseconds: a folder younger than this may be another run's that has not taken its lock yet. */
const SURELY_LOCKED_AFTER = 60_000

/** Within the folder for temporary files, or another one that everybody may write to. */
export function createRunFolder(within: string = tmpdir()): RunFolder {
  const path = mkdtempSync(join(within, PREFIX))
  chmodSync(path, 0o711)
  const temp = join(path, 'tmp')
  mkdirSync(temp)
  chmodSync(temp, 0o1777)
  const lock = lockDataDir(path)
  return { path, temp, lock, remove: () => remove(path, lock) }
}

/** Clears away what runs that were killed with -9 have left: servers and folders. */
export async function sweepAbandonedRuns(within: string = tmpdir()): Promise<void> {
  for (const name of readdirSync(within).filter((entry) => entry.startsWith(PREFIX))) {
    const path = join(within, name)
    const lock = abandonedBy(path)
    if (lock) await remove(path, lock)
  }
}

function abandonedBy(path: string): DataDirLock | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isDirectory() || found.uid !== process.getuid?.()) return undefined
  if (Date.now() - found.mtimeMs < SURELY_LOCKED_AFTER) return undefined
  try {
    return lockDataDir(path)
  } catch (error) {
    if (error instanceof DataDirInUse) return undefined
    throw error
  }
}

async function remove(path: string, lock: DataDirLock): Promise<void> {
  await stopStrayServers(path)
  lock.release()
  // A server's last child may still write for a moment.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
