import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import type { Check } from './check.ts'
import { reasonOf } from './reason-of.ts'
import { fail, ok, type Verdict, warn } from './verdict.ts'

/** Bytes. PostgreSQL alone keeps up to a gigabyte of log for its own safety (max_wal_size). */
const LITTLE = 2_000_000_000
const NONE = 200_000_000

/** Of the data folder; the disk of a database server of one's own cannot be seen from here. */
export const diskCheck: Check = {
  name: 'disk',
  async run({ config: { dataDir, databaseUrl } }) {
    try {
      await access(dataDir, constants.W_OK)
      const { bavail, bsize } = await statfs(dataDir)
      return spaceVerdict(bavail * bsize, { dataDir, elsewhere: databaseUrl !== undefined })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        return warn(`${dataDir} is not there`, 'The first start makes it; else mend ASKPRO_DATA_DIR.')
      return fail(
        `${dataDir} cannot be used: ${reasonOf(error)}`,
        'Make it the folder of the user the hub runs as.',
      )
    }
  },
}

/** `free` in bytes. With a database elsewhere a few small files are all that is kept here. */
export function spaceVerdict(
  free: number,
  { dataDir, elsewhere }: { dataDir: string; elsewhere: boolean },
): Verdict {
  const says = `${(free / 1e9).toFixed(1)} GB free at ${dataDir}${elsewhere ? ' (the database is elsewhere)' : ''}`
  const todo = 'Make room, or move the data folder (ASKPRO_DATA_DIR).'
  if (free < NONE) return fail(says, todo)
  return free < LITTLE && !elsewhere ? warn(says, todo) : ok(says)
}
