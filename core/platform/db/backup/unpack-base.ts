import { createReadStream } from 'node:fs'
import { chown, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { clusterFolder, prepareClusterFolder } from '../embedded/cluster-folder.ts'
import { serviceUser } from '../embedded/service-user.ts'

export const BASE_FILE = 'base.tar.gz'

/**
 * Lays the files of a base backup into an empty data folder, as the user that the server will run as. Its next start
 * recovers from them by itself. Moved into place when whole.
 */
export async function unpackBase(backup: string, dataDir: string): Promise<void> {
  // Only here: the image has no embedded server and unpacks nothing.
  const { x } = await import('tar')
  const folder = clusterFolder(dataDir)
  const user = serviceUser(folder.root)
  prepareClusterFolder(folder, user)
  const unfinished = `${folder.data}.unfinished`
  await mkdir(unfinished, { mode: 0o700 })
  const owner = 'uid' in user.as ? user.as : undefined
  if (owner) await chown(unfinished, owner.uid, owner.gid)
  await pipeline(
    createReadStream(join(backup, BASE_FILE)),
    createGunzip(),
    x({ cwd: unfinished, strict: true, ...owner }),
  )
  await rename(unfinished, folder.data)
}
