// npm run restore -- <folder> [--moved] [--lost-key]: restores a backup into an empty place, and checks what came of it.
import { parseArgs } from 'node:util'
import type { Restored } from '../core/app/backup/check-restored.ts'
import { restoreBackup } from '../core/app/backup/restore-backup.ts'
import { readConfig } from '../core/platform/config/config.ts'
import { StartError } from '../core/platform/errors.ts'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { moved: { type: 'boolean' }, 'lost-key': { type: 'boolean' } },
    allowPositionals: true,
  })
  const [from, ...others] = positionals
  if (!from || others.length > 0) {
    throw new StartError('Which backup? npm run restore -- <folder of the backup> [--moved] [--lost-key]')
  }
  const say = (line: string) => console.log(line)
  const started = performance.now()
  const { moved = false, 'lost-key': lostKey = false } = values
  const restored = await restoreBackup(readConfig(process.env), { from, moved, lostKey, say })
  say(`Restored in ${((performance.now() - started) / 1_000).toFixed(1)} s.`)
  for (const line of report(restored)) say(line)
}

function report(restored: Restored): string[] {
  const { manifest, rows, tables, migrated, openWork, noted } = restored
  const { waitingJobs, runningJobs, entriesToSettle, unpaidInvoices, openCalls } = openWork
  return [
    `  counts: ${rows} rows of ${tables} tables, as backed up`,
    `  master key: ${keyLine(restored)}`,
    `  migrations: at ${manifest.migrations.at(-1) ?? 'nothing'}${migrated.length > 0 ? `, then applied ${migrated.join(', ')}` : ', nothing to apply'}`,
    `  jobs: ${waitingJobs} wait; ${runningJobs} were running and run again once their lease has ended`,
    `  calendars: ${entriesToSettle} entries have an outcome that is not known here; each is looked for before it is written`,
    `  invoices: ${unpaidInvoices} are not paid here; each is looked for at the payments provider before it is collected`,
    `  calls: ${openCalls} had not ended; their provider is asked about them`,
    noted
      ? '  since the backup: invoices get numbers of a new series, as the old series may have gone on (--moved says that it has not)'
      : '  since the backup: nothing, you say (--moved): invoice numbers go on where they were',
    'Keep the old hub off: two hubs on one set of accounts book against each other. Start this one with npm start.',
  ]
}

function keyLine({ manifest: { masterKeyId }, closedConnections }: Restored): string {
  if (masterKeyId === null) return 'not used yet; the next start takes the one it is given'
  if (closedConnections === undefined) return `opens the canary (key ${masterKeyId})`
  return `lost (key ${masterKeyId}), you say; the next start takes a new one, and the secrets of ${closedConnections} connections are to be entered again, as npm run doctor then lists`
}

try {
  await main()
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
