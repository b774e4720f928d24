import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench } from '../bench.ts'
import { slotTime } from '../ground/slot-time.ts'
import { BOOKING_STATEMENT } from './booking-statement.ts'

const run = promisify(execFile)
const CLIENTS = 10
/** Below that its own start is what is measured. */
const SHORTEST = 2

/** True where pgbench is installed. */
export const hasPgbench = (searchPath: string): Promise<boolean> =>
  run('pgbench', ['--version'], { env: { PATH: searchPath } }).then(
    () => true,
    () => false,
  )

/** The same statement as the pg yardstick's, from a client in C. Gives bookings per second. */
export async function runPgbench(bench: Bench, seconds: number): Promise<number> {
  const { ground, world, used } = bench
  const { tenant, service, location, customer, resources } = world.aside
  const script = join(ground.folder, 'booking.pgbench')
  const list = resources.slice(0, CLIENTS).join(',')
  writeFileSync(script, scriptOf({ tenant, service, location, customer, list }))
  const lasts = Math.max(SHORTEST, seconds)
  const options = `-n -M prepared -c ${CLIENTS} -j 1 -T ${lasts} -D k=-1`.split(' ')
  const start = new Date(slotTime(used.aside)).toISOString()
  const { stdout, stderr } = await run(
    'pgbench',
    [...options, '-D', `first=${start}`, '-f', script, ground.databases.appUrl],
    { env: { PATH: ground.searchPath } },
  )
  const [, transactions = '0'] = /transactions actually processed: (\d+)/.exec(stdout) ?? []
  const [, failed = '0'] = /failed transactions: (\d+)/.exec(stdout) ?? []
  if (failed !== '0' || stderr.includes('ERROR')) throw new Error(`pgbench failed:\n${stderr}${stdout}`)
  // No client has come further than all of them together.
  used.aside += Number(transactions)
  // On a machine so busy that none was done in time, longer.
  return transactions === '0' ? runPgbench(bench, lasts * 3) : Number(transactions) / lasts
}

interface Values {
  tenant: string
  service: string
  location: string
  customer: string
  /** Of the resources, one for each client. */
  list: string
}

/** Ids are made by the server, which is cheaper than to send them. */
function scriptOf({ tenant, service, location, customer, list }: Values): string {
  const values: Record<number, string> = {
    1: `'${tenant}'`,
    2: 'ids.appointment',
    3: `(:first::timestamptz + :k * interval '30 minutes')`,
    4: `'${service}'`,
    5: `'${location}'`,
    6: `'${customer}'`,
    7: 'gen_random_uuid()',
    8: `('{${list}}'::text[])[:client_id + 1]`,
    9: 'gen_random_uuid()',
    10: 'gen_random_uuid()',
  }
  const statement = BOOKING_STATEMENT.replaceAll(
    /\$(\d+)/g,
    (_, number: string) => values[Number(number)] ?? '',
  )
    .replace(
      'with scope as materialized (select',
      `with ids as materialized (select gen_random_uuid()::text as appointment), scope as materialized (select`,
    )
    .replaceAll(/\bfrom scope\b(?!\s*$)/g, 'from scope, ids')
    .replaceAll(/\s+/g, ' ')
  return `\\set k :k + 1\n${statement};\n`
}
