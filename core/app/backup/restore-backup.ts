import { migrations } from '../../migrations/index.ts'
import type { Config } from '../../platform/config/config.ts'
import { openBackup } from '../../platform/db/backup/backup-folder.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { StartError } from '../../platform/errors.ts'
import { checkRestored, type Restored } from './check-restored.ts'
import { noKeyFor, requireKeyOf } from './key-of-backup.ts'
import { loadBackup } from './load-backup.ts'
import type { Urls } from './urls.ts'

export interface RestoreOptions {
  /** The backup's folder. */
  from: string
  /** Nothing happened since the backup was taken: its hub was stopped before it and is not started again. */
  moved: boolean
  /** The master key is lost: what was sealed under it stays closed, and the next start takes a new one. */
  lostKey: boolean
  say: (line: string) => void
}

/** Restores into an empty place and proves what came of it. Throws `StartError`: then the place is not to be used. */
export async function restoreBackup(config: Config, options: RestoreOptions): Promise<Restored> {
  const manifest = await openBackup(options.from)
  options.say(`The backup is whole: ${manifest.kind}, of ${manifest.startedAt}, hub ${manifest.hubVersion}.`)
  requireKnownMigrations(manifest)
  const box = options.lostKey ? noKeyFor(manifest, config) : requireKeyOf(manifest, config)
  const check = (urls: Urls) => checkRestored({ urls, manifest, box, moved: options.moved })
  if (!config.databaseUrl) {
    // Only here: the image has no embedded server.
    const { restoreEmbedded } = await import('./restore-embedded.ts')
    return restoreEmbedded({ config, manifest, from: options.from, check })
  }
  const urls = { appUrl: config.databaseUrl, adminUrl: config.databaseAdminUrl ?? config.databaseUrl }
  await loadBackup(urls, { from: options.from, manifest })
  return check(urls)
}

function requireKnownMigrations({ migrations: applied, hubVersion }: BackupManifest): void {
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = applied.filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new StartError(
    `The backup is of a newer hub (${hubVersion}, with ${unknown.join(', ')}): restore it with that version or newer.`,
  )
}
