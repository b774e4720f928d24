import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { GroundOptions } from './ground.ts'

/** Megabytes: a seeded hub takes some 150 of them. */
const SIZE = 400
const CHUNK = Buffer.alloc(64 * 1_024)

/** The database on a disk of its own, in memory, that can be filled to the last block. */
export const smallDisk: GroundOptions = {
  // Its log files would be the first that find no room.
  settings: { max_wal_size: '64MB', min_wal_size: '32MB', logging_collector: 'off' },
  async prepare({ path }) {
    const mount = join(path, 'postgres')
    mkdirSync(mount)
    chmodSync(mount, 0o711)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}m`, 'tmpfs', mount])
    return async () => void execFileSync('umount', [mount])
  },
}

/** Why there can be none here; undefined where there can. */
export function lacksSmallDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux can mount a small disk'
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'mounting is not allowed here'
  }
}

/** Takes all the room there is left. Gives how it is given back. */
export function fillDisk(folder: string): () => void {
  const path = join(folder, 'postgres', 'ballast')
  const file = openSync(path, 'w')
  try {
    for (;;) writeSync(file, CHUNK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
  return () => rmSync(path)
}
