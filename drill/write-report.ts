import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import type { RowResult } from './drill-row.ts'
import { tablesByLayout } from './table.ts'

export interface RunFacts {
  seed: number
  took: number
  /** How many rows the drill has. */
  rows: number
}

/** docs/drill.md, as the last run that was told to write it found things. */
export function writeReport(path: string, results: readonly RowResult[], facts: RunFacts): void {
  const { seed, took, rows } = facts
  const [cpu] = cpus()
  const slow = Math.max(...results.map(({ slowness }) => slowness))
  const count = (held: RowResult['held']) => results.filter((result) => result.held === held).length
  const lines = [
    '# The drill',
    '',
    'Written by `npm run drill -- --report docs/drill.md`; [operating.md](operating.md#the-drill) says how to read it.',
    '',
    `${results.length} of the ${rows} rows: ${count('yes')} held, ${count('no')} did not, ${count('not run')} were not run. Seed ${seed}, ${Math.round(took / 60_000)} minutes, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB.`,
    '',
    ...(slow < 1.5
      ? []
      : [
          `Others kept this machine busy: at worst it was ${slow.toFixed(0)} times slower than alone, and so are the times below. Run it on a machine that has nothing else to do.`,
          '',
        ]),
    ...tablesByLayout(results),
  ]
  writeFileSync(path, `${lines.join('\n').trimEnd()}\n`)
}
