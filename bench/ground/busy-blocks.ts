import { Client } from 'pg'
import type { BenchGround } from './bench-ground.ts'
import { startOfToday } from './slot-time.ts'
import type { Salon } from './world.ts'

/** For each person, over the days that availability is asked about, so that a question about a week meets some 200 of them. */
const EACH = 200
const DAYS = 20
const REASON = 'bench'

/** Absences of twenty minutes for all the staff. Call it again to take them away. */
export async function putBusyBlocks(
  { databases }: BenchGround,
  salons: readonly Salon[],
): Promise<() => Promise<void>> {
  const staff = salons.flatMap(({ tenant, resources }) => resources.map((resource) => ({ tenant, resource })))
  const tenants = [...new Set(salons.map(({ tenant }) => tenant))]
  const run = async (text: string, values: unknown[]) => {
    const client = new Client({
      connectionString: databases.appUrl,
      connectionTimeoutMillis: 10_000,
      options: `-c app.tenants={${tenants.join(',')}}`,
    })
    await client.connect()
    try {
      await client.query(text, values)
    } finally {
      await client.end()
    }
  }
  await run(
    `insert into absences (tenant_id, id, resource_id, starts_at, ends_at, reason, created_at)
      select tenant, gen_random_uuid(), resource, start, start + interval '20 minutes', $3, now()
      from unnest($1::uuid[], $2::uuid[]) as staff (tenant, resource),
        generate_series($4::timestamptz, $4::timestamptz + $5 * interval '1 day',
          $5 * interval '1 day' / ($6 - 1)) as start`,
    [
      staff.map(({ tenant }) => tenant),
      staff.map(({ resource }) => resource),
      REASON,
      new Date(startOfToday()),
      DAYS,
      EACH,
    ],
  )
  return () => run('delete from absences where reason = $1', [REASON])
}
