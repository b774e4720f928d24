import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../platform/config/config.ts'
import { inSnapshot, withBackupClient } from '../../platform/db/backup/backup-client.ts'
import { UnfinishedBackup } from '../../platform/db/backup/backup-folder.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { type DatabaseContents, readContents } from '../../platform/db/backup/database-contents.ts'
import { writeDump } from '../../platform/db/backup/dump.ts'
import { requireReader } from '../../platform/db/backup/past-the-walls.ts'
import { writeRows } from '../../platform/db/backup/rows-out.ts'
import { StartError } from '../../platform/errors.ts'
import { hubVersion } from '../hub-version.ts'
import { withEmbeddedServer } from './embedded-source.ts'

export interface BackupOptions {
  /** The folder that the backup will be; must not exist. */
  to: string
  /** As rows, which every version and mode can restore, instead of what fits the mode. */
  rows: boolean
  /** Tells the operator how far it is. */
  say: (line: string) => void
}

type Taken = Pick<BackupManifest, 'kind' | 'toolMajor'> & { contents: DatabaseContents }

/** Writes a backup of one instant beside a working hub. Throws `StartError`; then nothing is left under that name. */
export async function makeBackup(config: Config, options: BackupOptions): Promise<BackupManifest> {
  const started = Date.now()
  const backup = await UnfinishedBackup.begin(options.to)
  try {
    const { contents, ...kind } = await take(config, backup, options)
    return await backup.finish({
      format: 1,
      ...kind,
      startedAt: new Date(started).toISOString(),
      seconds: (Date.now() - started) / 1_000,
      hubVersion,
      ...contents,
    })
  } catch (error) {
    await backup.abandon()
    throw error
  }
}

function take(config: Config, backup: UnfinishedBackup, options: BackupOptions): Promise<Taken> {
  if (config.databaseUrl) return ofServer(config.databaseBackupUrl, backup, options)
  return withEmbeddedServer(config, (url, hubRuns) => {
    options.say(
      hubRuns
        ? 'The hub runs and goes on working.'
        : 'The hub is stopped: its database is started for the backup.',
    )
    return options.rows ? asRows(url, backup) : asFiles({ config, url, backup, say: options.say })
  })
}

function ofServer(
  url: string | undefined,
  backup: UnfinishedBackup,
  { rows }: BackupOptions,
): Promise<Taken> {
  if (url) return rows ? asRows(url, backup) : asDump(url, backup)
  throw new StartError(
    `DATABASE_BACKUP_URL is missing: the walls between tenants hold for the roles of DATABASE_URL and DATABASE_ADMIN_URL as well, so their backup would be refused or empty. As a superuser run: create role askpro_backup login bypassrls password '...'; grant pg_read_all_data to askpro_backup;`,
  )
}

/** Counted first: sequences stand outside of a snapshot and only grow, so what the dump has is as far or further. */
const asDump = (url: string, backup: UnfinishedBackup): Promise<Taken> =>
  reading(url, async (client) => {
    const contents = await readContents(client)
    return { kind: 'dump', toolMajor: await writeDump(client, url, backup), contents }
  })

const asRows = (url: string, backup: UnfinishedBackup): Promise<Taken> =>
  reading(url, async (client) => {
    const contents = await readContents(client)
    await writeRows(client, backup, Object.keys(contents.tables))
    return { kind: 'rows', contents }
  })

function reading(url: string, work: Parameters<typeof withBackupClient<Taken>>[1]): Promise<Taken> {
  return withBackupClient(url, async (client) => {
    await requireReader(client)
    return inSnapshot(client, () => work(client))
  })
}

interface FilesOptions {
  config: Config
  url: string
  backup: UnfinishedBackup
  say: (line: string) => void
}

/** The passwords of the server's roles are within its files, so the file that the hub knows them by belongs to it. */
async function asFiles({ config, url, backup, say }: FilesOptions): Promise<Taken> {
  // Only here: the image has no embedded server.
  const { writeBase } = await import('../../platform/db/backup/write-base.ts')
  const { proveBase } = await import('./prove-base.ts')
  await backup.text('postgres.json', await readFile(join(config.dataDir, 'postgres.json'), 'utf8'))
  await writeBase(url, backup)
  say('Proving it: the copy is started and counted.')
  return { kind: 'base', contents: await proveBase(backup.path('.'), config.dataDir) }
}
