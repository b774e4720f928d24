// npm run bench [-- --quick | --only <row> | --rounds <n>]: measures the hub against yardsticks that run beside it.
import { readOptions } from './bench-options.ts'
import { printed } from './report/print-figures.ts'
import { ROWS } from './rows/index.ts'
import { runBench } from './run-bench.ts'

const QUICK = { salons: 8, seconds: { turn: 1, open: 3 } }
const FULL = { salons: 24, seconds: { turn: 3, open: 10 } }

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Object.keys(ROWS))
  const { DATABASE_URL: appUrl, DATABASE_ADMIN_URL: adminUrl, PATH: searchPath = '' } = process.env
  const figures = await runBench({
    ...options,
    ...(options.quick ? QUICK : FULL),
    searchPath,
    databases: appUrl ? { appUrl, adminUrl: adminUrl ?? appUrl } : undefined,
    say: (line) => console.log(line),
  })
  console.log(`\n${printed(figures)}\n`)
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
