import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { BenchGround } from '../ground/bench-ground.ts'
import { slotTime } from '../ground/slot-time.ts'
import type { BookingTemplate } from './booking-template.ts'
import { pgbenchScript, type ScriptOptions } from './pgbench-script.ts'

const run = promisify(execFile)

/** True where pgbench is installed. */
export const hasPgbench = (searchPath: string): Promise<boolean> =>
  run('pgbench', ['--version'], { env: { PATH: searchPath } }).then(
    () => true,
    () => false,
  )

export interface PgbenchRun {
  /** One for each business. Each has a pgbench of its own with one connection, since variables are a process's. */
  templates: readonly BookingTemplate[]
  pipelines: ScriptOptions['pipelines']
  /** Whole ones. */
  seconds: number
  /** The first half hour that is free with all of them. */
  firstSlot: number
}

export interface PgbenchResult {
  perSecond: number
  booked: number
  /** The most that were booked with one business. */
  most: number
}

/** The same statements as the hub's, from clients in C. */
export async function runPgbench(ground: BenchGround, wanted: PgbenchRun): Promise<PgbenchResult> {
  const types = await parameterTypes(ground.databases.appUrl, wanted.templates[0] ?? [])
  const scripts = wanted.templates.map((template) =>
    pgbenchScript(template, { types, pipelines: wanted.pipelines }),
  )
  const first = slotTime(wanted.firstSlot) / 1_000
  const counts = await Promise.all(
    scripts.map(async ({ script, variables }, at) => {
      const file = join(ground.folder, `booking-${at}.pgbench`)
      writeFileSync(file, script)
      return transactionsOf(ground, {
        file,
        seconds: wanted.seconds,
        variables: { ...variables, first: String(first) },
      })
    }),
  )
  const booked = counts.reduce((sum, count) => sum + count, 0)
  return { perSecond: booked / wanted.seconds, booked, most: Math.max(...counts) }
}

async function transactionsOf(
  ground: BenchGround,
  { file, seconds, variables }: { file: string; seconds: number; variables: Record<string, string> },
): Promise<number> {
  const given = Object.entries({ ...variables, k: '-1', run: idPrefix() })
  const { stdout, stderr } = await run(
    'pgbench',
    [
      ...`-n -M prepared -c 1 -T ${seconds}`.split(' '),
      ...given.flatMap(([name, value]) => ['-D', `${name}=${value}`]),
      ...['-f', file, ground.databases.appUrl],
    ],
    { env: { PATH: ground.searchPath } },
  )
  const [, transactions = '0'] = /transactions actually processed: (\d+)/.exec(stdout) ?? []
  const [, failed = '0'] = /failed transactions: (\d+)/.exec(stdout) ?? []
  if (failed !== '0' || /error/i.test(stderr)) throw new Error(`pgbench failed:\n${stderr}${stdout}`)
  return Number(transactions)
}

/** All but the last twelve digits of a UUIDv7 of now. */
function idPrefix(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  const random = randomBytes(4).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-`
}

/** As PostgreSQL infers them when it prepares the statements. */
async function parameterTypes(url: string, template: BookingTemplate): Promise<Map<string, string[]>> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const types = new Map<string, string[]>()
    for (const { text, values } of template.flat()) {
      if (!values) continue
      await client.query(`prepare typed as ${text}`)
      const { rows } = await client.query<{ types: string[] }>(
        `select parameter_types::text[] as types from pg_prepared_statements where name = 'typed'`,
      )
      types.set(text, rows[0]?.types ?? [])
      await client.query('deallocate typed')
    }
    return types
  } finally {
    await client.end()
  }
}
