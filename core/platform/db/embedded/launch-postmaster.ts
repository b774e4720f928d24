import { spawn } from 'node:child_process'
import { closeSync, constants, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../../errors.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import type { Postmaster } from './postmaster.ts'
import { disownStalePid, findPostmaster } from './postmaster.ts'
import type { ServerBinaries } from './server-binaries.ts'
import type { ServiceUser } from './service-user.ts'
import { stopPostmaster } from './stop-postmaster.ts'

export interface LaunchOptions {
  folder: ClusterFolder
  binaries: ServerBinaries
  user: ServiceUser
  /** Server settings by name, over the hub's own. */
  settings: Readonly<Record<string, string>>
  /** Asked before every attempt. */
  choosePort: () => Promise<number>
  /** The server ended although nobody asked it to. */
  onDeath: (how: string) => void
  /** Aborted: the hub was told to stop. */
  told?: AbortSignal | undefined
}

export interface LaunchedPostmaster extends Postmaster {
  port: number
  /** From here on its end is no death. */
  expectEnd(): void
}

/** Recovery after a crash may take long; a server that lives and still is not ready after this is given up. */
const READY_WITHIN_MS = 180_000
/** A killed server's processes hold the shared memory for a moment, and a free port may be taken in between. */
const ATTEMPTS = 6
const BETWEEN_ATTEMPTS_MS = 500

/** Starts the server of a cluster and waits until it accepts connections. */
export async function launchPostmaster(options: LaunchOptions): Promise<LaunchedPostmaster> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const launched = await tryLaunch(options)
    if (launched) return launched
    await sleep(BETWEEN_ATTEMPTS_MS)
  }
  throw new StartError(`Postgres does not start: ${lastWords(options.folder)}`)
}

/** Undefined when the server ended at once. */
async function tryLaunch(options: LaunchOptions): Promise<LaunchedPostmaster | undefined> {
  const port = await options.choosePort()
  disownStalePid(options.folder)
  const child = spawnServer(options, port)
  let expected = true
  let ended = false
  child.once('exit', (code, signal) => {
    ended = true
    if (!expected) options.onDeath(signal ?? `exit code ${code}`)
  })
  const postmaster = await whenReady(options, () => ended)
  if (!postmaster || ended) return undefined
  expected = false
  return {
    ...postmaster,
    port,
    expectEnd: () => {
      expected = true
    },
  }
}

/**
 * In a session of its own: Ctrl-C in the terminal reaches every process of the hub's group, and the database must
 * outlive the hub's last write. It gets none of the hub's environment, which holds secrets.
 */
function spawnServer({ folder, binaries, user, settings }: LaunchOptions, port: number) {
  const args = ['-D', folder.data, '-p', String(port)]
  for (const [name, value] of Object.entries({ ...ownSettings(folder), ...settings })) {
    args.push('-c', `${name}=${value}`)
  }
  const log = openSync(folder.startLog, LOG_FLAGS, 0o600)
  try {
    const child = spawn(binaries.postgres, args, {
      ...user.as,
      cwd: '/',
      detached: true,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
    })
    // A server that cannot even be spawned is found missing by `whenReady`.
    child.once('error', () => child.emit('exit', null, null))
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

/** The folder is the database user's: root must not write through a link that was put there. */
const LOG_FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW

function ownSettings(folder: ClusterFolder): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_directory: folder.log,
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    // A constraint's DETAIL line holds the values, and those are people's names and numbers.
    log_error_verbosity: 'terse',
  }
}

async function whenReady(
  { folder, told }: LaunchOptions,
  ended: () => boolean,
): Promise<Postmaster | undefined> {
  const end = performance.now() + READY_WITHIN_MS
  while (!ended()) {
    const postmaster = findPostmaster(folder)
    if (postmaster?.ready) return postmaster
    const late = performance.now() > end
    if (postmaster && (late || told?.aborted)) await stopPostmaster(postmaster)
    told?.throwIfAborted()
    if (late) {
      throw new StartError(`Postgres is not ready after ${READY_WITHIN_MS / 1_000} s; see ${folder.log}.`)
    }
    await sleep(20)
  }
  return undefined
}

/** What this attempt said last: in its own log from "starting PostgreSQL" on, or in the start log before that. */
function lastWords(folder: ClusterFolder): string {
  const texts = [folder.startLog, ...logFiles(folder)].map((path) => readFileSync(path, 'utf8'))
  const lines = texts.flatMap((text) => text.split('starting PostgreSQL').at(-1)?.split('\n') ?? [])
  const said = lines.map((line) => line.trim()).filter((line) => line !== '')
  const fatal = said.filter((line) => /FATAL|PANIC/.test(line)).at(-1)
  return fatal ?? said.at(-1) ?? `it said nothing; see ${folder.startLog} and ${folder.log}.`
}

function logFiles(folder: ClusterFolder): string[] {
  try {
    return readdirSync(folder.log).map((name) => join(folder.log, name))
  } catch {
    return []
  }
}
