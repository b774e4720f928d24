import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from '@jest/globals'
import { choosePort } from '../db/embedded/choose-port.ts'
import { clusterFolder, prepareClusterFolder } from '../db/embedded/cluster-folder.ts'
import { launchPostmaster } from '../db/embedded/launch-postmaster.ts'
import { serviceUser } from '../db/embedded/service-user.ts'
import { stopPostmaster } from '../db/embedded/stop-postmaster.ts'
import { recordSkip } from './skip-record.ts'

export interface SystemPostgres {
  superuserUrl: string
  stop(): Promise<void>
}

/** Where the server programs of the same version as the pg_dump on the PATH are, as Debian installs them. */
function serverPrograms(): { bin: string; major: number } | undefined {
  try {
    const said = execFileSync('pg_dump', ['--version'], { encoding: 'utf8' })
    const major = Number(/(\d+)\.\d+/.exec(said)?.[1])
    const bin = `/usr/lib/postgresql/${major}/bin`
    return existsSync(join(bin, 'postgres')) ? { bin, major } : undefined
  } catch {
    return undefined
  }
}

/** A suite over a PostgreSQL of this machine and its own pg_dump; without both it is skipped, aloud. */
export function describeWithSystemPostgres(name: string, suite: () => void): void {
  if (serverPrograms()) {
    describe(name, suite)
    return
  }
  const need = 'a PostgreSQL server of the same version as pg_dump'
  const file = expect.getState().testPath ?? ''
  recordSkip({ need, bringIt: 'apt-get install postgresql', suite: name, file })
  describe.skip(name, suite)
}

const PASSWORD = 'superuser'

/** A throwaway server of this machine's own PostgreSQL, on a free port of 127.0.0.1. */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const programs = serverPrograms()
  if (!programs) throw new Error('there is no PostgreSQL server on this machine')
  const { bin, major } = programs
  const dataDir = mkdtempSync(join(tmpdir(), 'askpro-system-postgres-'))
  chmodSync(dataDir, 0o711)
  const folder = clusterFolder(dataDir)
  const user = serviceUser(folder.root)
  prepareClusterFolder(folder, user)
  const passwordFile = join(dataDir, 'password')
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 })
  mkdirSync(folder.data, { mode: 0o700 })
  if ('uid' in user.as) chownSync(folder.data, user.as.uid, user.as.gid)
  const how = [
    '-U',
    'postgres',
    `--pwfile=${passwordFile}`,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
  ]
  execFileSync(join(bin, 'initdb'), ['-D', folder.data, ...how, '--no-sync'], {
    ...user.as,
    cwd: '/',
    stdio: 'ignore',
  })
  const server = await launchPostmaster({
    folder,
    user,
    binaries: { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb'), major },
    settings: { fsync: 'off', synchronous_commit: 'off' },
    choosePort: () => choosePort(undefined, undefined),
    onDeath: () => {},
  })
  return {
    superuserUrl: `postgres://postgres:${PASSWORD}@127.0.0.1:${server.port}/postgres`,
    async stop() {
      server.expectEnd()
      await stopPostmaster(server)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
