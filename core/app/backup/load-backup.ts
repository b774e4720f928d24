import { join } from 'node:path'
import { migrations } from '../../migrations/index.ts'
import { withBackupClient } from '../../platform/db/backup/backup-client.ts'
import type { BackupManifest } from '../../platform/db/backup/backup-manifest.ts'
import { DUMP_FILE, readDump } from '../../platform/db/backup/dump.ts'
import { requireTool } from '../../platform/db/backup/postgres-tool.ts'
import { requireDumpTarget, requireEmptyDatabase } from '../../platform/db/backup/restore-target.ts'
import { readRows } from '../../platform/db/backup/rows-in.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { StartError } from '../../platform/errors.ts'
import type { Urls } from './urls.ts'

/** Into an empty database, whoever runs it. */
export async function loadBackup(
  urls: Urls,
  { from, manifest }: { from: string; manifest: BackupManifest },
): Promise<void> {
  await withBackupClient(urls.adminUrl, async (admin) => {
    await requireEmptyDatabase(admin)
    if (manifest.kind === 'dump') {
      await requireTool('pg_restore', { major: manifest.toolMajor ?? manifest.postgresMajor, of: 'the dump' })
      await requireDumpTarget(admin, manifest)
      await readDump(urls.adminUrl, join(from, DUMP_FILE))
    } else if (manifest.kind === 'rows') {
      const applied = new Set(manifest.migrations)
      await migrate({ ...urls, migrations: migrations.filter(({ name }) => applied.has(name)) })
      await readRows(admin, from, manifest)
    } else {
      throw new StartError(
        'This backup is the files of a hub’s own server and goes into a hub’s own server only (unset DATABASE_URL). For another server take one with --rows.',
      )
    }
  })
}
