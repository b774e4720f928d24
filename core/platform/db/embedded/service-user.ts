import { readFileSync, statSync } from 'node:fs'
import { StartError } from '../../errors.ts'

export interface ServiceUser {
  /** For messages. */
  name: string
  /** To spread into spawn's options; empty where the hub's own user serves. */
  as: { uid: number; gid: number } | Record<never, never>
}

/**
 * Postgres refuses to run as root. Root drops to the owner of the cluster if there is one already (a user `postgres`
 * may appear later, with a Debian package), else to `postgres`, else to `nobody`; no user is ever created.
 */
export function serviceUser(clusterFolder: string): ServiceUser {
  if (process.getuid?.() !== 0) return { name: 'this user', as: {} }
  const owner = statSync(clusterFolder, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { name: `user ${owner.uid}`, as: { uid: owner.uid, gid: owner.gid } }
  const found = inPasswd('postgres') ?? inPasswd('nobody')
  if (found) return found
  throw new StartError(
    'Postgres does not run as root and this machine has neither a user postgres nor nobody: start the hub as another user or set DATABASE_URL.',
  )
}

/** passwd(5); macOS gives nobody the id -2, which is unsigned for the system. */
function inPasswd(name: string): ServiceUser | undefined {
  const line = passwd().find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined || Number(uid) === 0) return undefined
  return { name: `user ${name}`, as: { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 } }
}

function passwd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n')
  } catch {
    return []
  }
}
