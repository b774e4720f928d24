// npm run backup [-- --to <folder>] [--rows]: a backup of one instant, beside a running hub or with a stopped one.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sayWhereKeyIs } from '../core/app/backup/key-of-backup.ts'
import { makeBackup } from '../core/app/backup/make-backup.ts'
import { readConfig } from '../core/platform/config/config.ts'
import { StartError } from '../core/platform/errors.ts'

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { to: { type: 'string' }, rows: { type: 'boolean' } } })
  const config = readConfig(process.env)
  const stamp = new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '')
  const to = values.to ?? join(config.dataDir, 'backups', `askpro-${stamp}`)
  const say = (line: string) => console.log(line)
  const manifest = await makeBackup(config, { to, rows: values.rows ?? false, say })
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0)
  const counts = Object.values(manifest.tables)
  const rows = counts.reduce((sum, count) => sum + count, 0)
  say(`Backed up ${rows} rows of ${counts.length} tables in ${manifest.seconds.toFixed(1)} s: ${to}`)
  say(
    `  ${manifest.kind}, ${(bytes / 1_048_576).toFixed(1)} MiB, PostgreSQL ${manifest.postgresMajor}, schema at ${manifest.migrations.at(-1) ?? 'nothing'}`,
  )
  say('It has what callers and clients have told: keep it as safe as the hub, and off this machine.')
  say(sayWhereKeyIs(config))
}

try {
  await main()
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
