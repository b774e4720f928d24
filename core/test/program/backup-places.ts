import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { HUB_DATABASE, onDatabase } from '../../platform/db/embedded/prepare-database.ts'
import { startEmbeddedPostgres } from '../../platform/db/embedded/start-embedded-postgres.ts'
import { asSuperuser } from '../../platform/testing/database-rows.ts'
import { startSystemPostgres } from '../../platform/testing/system-postgres.ts'
import type { TestDatabase } from '../../platform/testing/test-database.ts'

const run = promisify(execFile)
const ROLES = join(import.meta.dirname, '..', '..', '..', 'deploy', 'postgres', '10-roles.sh')

export interface PlaceDatabase extends TestDatabase {
  superuserUrl: string
}

/** Where a hub works, is backed up and is restored, in one of the two modes. */
export interface Place {
  database: PlaceDatabase
  /** For `npm run backup` beside the hub, and for `npm run restore` into the empty place. */
  backup: Record<string, string>
  restore: Record<string, string>
  /** What was restored; nothing else has started it. */
  restored(): Promise<PlaceDatabase>
}

/** The hub's own server, in a data folder; restored into another one. */
export async function embeddedPlace(): Promise<Place> {
  const [from, to] = [newFolder(), newFolder()]
  return {
    database: await startedIn(from),
    backup: { ASKPRO_DATA_DIR: from },
    restore: { ASKPRO_DATA_DIR: to },
    restored: () => startedIn(to),
  }
}

/** A server of one's own, set up as compose sets it up; restored into another database of it. */
export async function serverPlace(): Promise<Place> {
  const server = await startSystemPostgres()
  await makeRoles(server.superuserUrl)
  const database = (name: string, drop: () => Promise<void>): PlaceDatabase => ({
    adminUrl: urlFor(server.superuserUrl, 'askpro_admin', name),
    appUrl: urlFor(server.superuserUrl, 'askpro_app', name),
    superuserUrl: onDatabase(server.superuserUrl, name),
    drop,
  })
  const target = database('askpro_restored', async () => {})
  await asSuperuser(server.superuserUrl, 'create database askpro_restored owner askpro_admin')
  return {
    database: database('askpro', () => server.stop()),
    backup: {
      ...variables(database('askpro', async () => {})),
      DATABASE_BACKUP_URL: backupUrl(server.superuserUrl),
    },
    restore: variables(target),
    restored: async () => target,
  }
}

const backupUrl = (superuserUrl: string): string => urlFor(superuserUrl, 'askpro_backup', 'askpro')

const variables = ({ appUrl, adminUrl }: TestDatabase) => ({
  DATABASE_URL: appUrl,
  DATABASE_ADMIN_URL: adminUrl,
})

const urlFor = (superuserUrl: string, role: string, name: string): string =>
  Object.assign(new URL(onDatabase(superuserUrl, name)), { username: role, password: role }).href

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'askpro-backup-place-'))
  chmodSync(folder, 0o711)
  return folder
}

export async function startedIn(dataDir: string): Promise<PlaceDatabase> {
  const { adminUrl, appUrl, superuserUrl, stop } = await startEmbeddedPostgres({
    dataDir,
    settings: { synchronous_commit: 'off' },
  })
  const drop = async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { adminUrl, appUrl, superuserUrl: onDatabase(superuserUrl, HUB_DATABASE), drop }
}

/** By the very script that the PostgreSQL of compose runs. */
async function makeRoles(superuserUrl: string): Promise<void> {
  const { hostname, port, password } = new URL(superuserUrl)
  await run('sh', [ROLES], {
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      PGHOST: hostname,
      PGPORT: port,
      PGPASSWORD: password,
      ASKPRO_ADMIN_PASSWORD: 'askpro_admin',
      ASKPRO_APP_PASSWORD: 'askpro_app',
      ASKPRO_BACKUP_PASSWORD: 'askpro_backup',
    },
  })
}
