// npm run bench [-- --quick | --only <row> | --rounds <n>]: measures the hub against yardsticks that run beside it, and
// writes docs/performance.md when it has measured all of it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ToldToStop, whenToldToStop } from '../scripts/testing/when-told-to-stop.ts'
import { readOptions } from './bench-options.ts'
import { WHOLE_GRID } from './engine/take-costs.ts'
import { ROOT } from './ground/server-process.ts'
import { documentOf } from './report/document.ts'
import { ROWS } from './rows/index.ts'
import { runBench } from './run-bench.ts'

const QUICK = { salons: 16, events: 2_000, seconds: { turn: 1, warm: 3, open: 3 } }
const FULL = { salons: 32, events: 10_000, seconds: { turn: 3, warm: 12, open: 10 } }

async function main(told: AbortSignal): Promise<void> {
  const options = readOptions(process.argv.slice(2), Object.keys(ROWS))
  const { DATABASE_URL: appUrl, DATABASE_ADMIN_URL: adminUrl, PATH: searchPath = '' } = process.env
  const size = options.quick ? QUICK : FULL
  const whole = !options.quick && options.only.length === 0
  const result = await runBench({
    ...options,
    ...size,
    costs: whole ? WHOLE_GRID : undefined,
    searchPath,
    databases: appUrl ? { appUrl, adminUrl: adminUrl ?? appUrl } : undefined,
    say: (line) => console.log(line),
    told,
  })
  if (!whole) return
  const date = new Date().toISOString().slice(0, 10)
  const { rounds } = options
  const report = { ...result, ...size, date, rounds, seconds: size.seconds.turn }
  writeFileSync(join(ROOT, 'docs/performance.md'), documentOf(report))
  console.log('Written: docs/performance.md')
}

const told = whenToldToStop()
try {
  await main(told)
} catch (failure) {
  // What is asked of servers that are being stopped fails in many ways: the signal is why.
  const error: unknown = told.aborted ? told.reason : failure
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof ToldToStop ? error.exitCode : 1
}
