import { readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Bytes: several times what a whole test run has at one time. */
const ROOM = 3 * 2 ** 30
const IN_MEMORY = '/dev/shm'

/**
 * Where a test run has its files: the folder that was chosen with TMPDIR, else one in memory where there is one with
 * room enough, else the system's. A database is a thousand small files, and where the file system is slow with those
 * they are a third of what all tests cost.
 */
export function placeOfRuns(chosen: string | undefined): string {
  return !chosen && runsPrograms(readMounts(), IN_MEMORY) && hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir()
}

/** True where `mounts`, as proc(5) describes /proc/self/mounts, has memory in that place that programs run from. */
export function runsPrograms(mounts: string, place: string): boolean {
  const [, , type, options = ''] =
    mounts
      .split('\n')
      .map((line) => line.split(' '))
      // Of two in one place the later one lies above.
      .findLast(([, target]) => target === place) ?? []
  return type === 'tmpfs' && !options.split(',').some((option) => option === 'noexec' || option === 'ro')
}

/** What lies there is taken from the memory of the programs under test. */
function hasRoom(place: string): boolean {
  const { bavail, bsize } = statfsSync(place)
  return bavail * bsize >= ROOM && process.availableMemory() >= 2 * ROOM
}

/** Only Linux has the file. */
function readMounts(): string {
  try {
    return readFileSync('/proc/self/mounts', 'utf8')
  } catch {
    return ''
  }
}
