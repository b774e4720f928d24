import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '../../platform/errors.ts'

/** In the data folder for as long as a restore into it is under way; left there by one that was killed. */
export const RESTORE_MARK = 'restore.unfinished'

/** A hub on half a restore would begin anew on an empty database, or go on unchecked. */
export function refuseUnfinishedRestore(dataDir: string): void {
  if (!existsSync(join(dataDir, RESTORE_MARK))) return
  throw new StartError(
    `A restore into the data folder ${dataDir} was cut off: empty the folder, all but a master.key, and restore again.`,
  )
}
