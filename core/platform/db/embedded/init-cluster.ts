import { execFile } from 'node:child_process'
import { closeSync, fchownSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../../errors.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import type { ServerBinaries } from './server-binaries.ts'
import type { ServiceUser } from './service-user.ts'

const run = promisify(execFile)

export interface InitClusterOptions {
  folder: ClusterFolder
  binaries: ServerBinaries
  user: ServiceUser
  superuserPassword: string
  /** False for a throwaway cluster: nothing is forced to the disk. */
  durable: boolean
  /** Aborted: the hub was told to stop. */
  told?: AbortSignal | undefined
}

/** initdb into a folder beside, moved into place when it is whole: a start cut off half-way is begun again. */
export async function initCluster(options: InitClusterOptions): Promise<void> {
  const { folder, binaries, user, durable, told } = options
  told?.throwIfAborted()
  const unfinished = `${folder.data}.unfinished`
  const passwordFile = join(folder.root, 'password')
  rmSync(unfinished, { recursive: true, force: true })
  writePassword(passwordFile, options)
  try {
    const args = ['--pgdata', unfinished, '--username', 'postgres', '--pwfile', passwordFile, ...FORMAT]
    if (!durable) args.push('--no-sync')
    const env = { LC_ALL: 'C', TZ: 'UTC' }
    const running = run(binaries.initdb, args, { ...user.as, cwd: '/', env })
    // Not execFile's own signal: that one does not wait until initdb and what it has started are gone.
    told?.addEventListener('abort', () => running.child.kill(), { once: true })
    await running
    renameSync(unfinished, folder.data)
  } catch (error) {
    told?.throwIfAborted()
    throw new StartError(`The database could not be created in ${folder.data}: ${lastLine(error)}`, {
      cause: error,
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** The builtin provider sorts the same on every system; a libc locale may be missing or change with an update. */
const FORMAT = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--no-instructions',
]

/** Through one descriptor: the folder is the database user's, who must not get root to write or own elsewhere. */
function writePassword(path: string, { superuserPassword, user }: InitClusterOptions): void {
  rmSync(path, { force: true })
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, `${superuserPassword}\n`)
    if ('uid' in user.as) fchownSync(file, user.as.uid, user.as.gid)
  } finally {
    closeSync(file)
  }
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  const lines = (stderr || message).split('\n').filter((line) => /error|fatal|could not/i.test(line))
  return lines.at(-1) ?? message
}
