// npm run drill: breaks hubs of its own on purpose and says what held.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sweepAbandonedRuns } from '../core/platform/testing/run-folder.ts'
import { whenToldToStop } from '../scripts/testing/when-told-to-stop.ts'
import type { RowResult } from './drill-row.ts'
import { type DrillOptions, readOptions, WrongOptions } from './options.ts'
import { rows } from './rows/index.ts'
import { runRows } from './run-rows.ts'
import type { Site } from './site.ts'
import { rowLines, tablesByLayout } from './table.ts'
import { writeReport } from './write-report.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, rows)
  if (options.list) {
    for (const { layout, name, quick } of options.rows) say(`${layout}  ${name}${quick ? '  (quick)' : ''}`)
    return 0
  }
  await sweepAbandonedRuns()
  const begun = Date.now()
  const results = await runRows({
    ...options,
    told: whenToldToStop(),
    said: say,
    began: ({ layout, name }) => say(`              ${layout}  ${name} ...`),
    ended: (result, site) => {
      for (const line of rowLines(result)) say(line)
      if (result.held === 'no' && site) keepLogs(options, result, site)
    },
  })
  return conclude(results, options, Date.now() - begun)
}

function conclude(results: readonly RowResult[], options: DrillOptions, took: number): number {
  const count = (held: RowResult['held']) => results.filter((result) => result.held === held).length
  say('')
  for (const line of tablesByLayout(results)) say(line)
  say(
    `${count('yes')} rows held, ${count('no')} did not, ${count('not run')} were not run. Seed ${options.seed}, ${Math.round(took / 1_000)} s.`,
  )
  if (options.report) writeReport(options.report, results, { seed: options.seed, took, rows: rows.length })
  const unfinished = results.length < options.rows.length
  return count('no') > 0 || unfinished ? 1 : 0
}

function keepLogs({ logs }: DrillOptions, { row }: RowResult, site: Site): void {
  if (!logs) return
  const folder = join(logs, `${row.layout} ${row.name}`.replaceAll(/[^a-z0-9]+/gi, '-'))
  mkdirSync(folder, { recursive: true })
  for (const member of site.members) writeFileSync(join(folder, `${member.name}.log`), member.printed)
  writeFileSync(join(folder, 'told.json'), JSON.stringify(site.witness.told, null, 2))
  say(`    what the hub printed is in ${folder}`)
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof WrongOptions)) throw error
  process.stderr.write(`${error.message}\n`)
  return 2
})
// A row that was stopped under way may still wait for something.
process.stdout.write('', () => process.exit(code))
