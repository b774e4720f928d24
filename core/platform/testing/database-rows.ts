import { Client } from 'pg'
import { onDatabase } from '../db/embedded/prepare-database.ts'
import type { TestDatabase } from './test-database.ts'
import { testEnvironment } from './test-environment.ts'

/** Rows of a test's database as the superuser sees them: past every wall between tenants. */
export async function rowsOf<Row extends object>(
  {
    appUrl,
    superuserUrl = testEnvironment().superuserUrl,
  }: Pick<TestDatabase, 'appUrl'> & { superuserUrl?: string },
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return asSuperuser(onDatabase(superuserUrl ?? '', new URL(appUrl).pathname.slice(1)), text, values)
}

/** The same on any server. */
export async function asSuperuser<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>({ text, values: [...values] })).rows
  } finally {
    await client.end()
  }
}

/** Every row of every table as text, by table and in an order of its own: equal dumps are equal databases. */
export async function dumpDatabase(database: Pick<TestDatabase, 'appUrl'>): Promise<Map<string, string[]>> {
  const tables = await rowsOf<{ name: string }>(
    database,
    `select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`,
  )
  const each = tables.map(({ name }) => `select '${name}' as name, to_jsonb(t)::text as row from "${name}" t`)
  const rows = await rowsOf<{ name: string; row: string }>(
    database,
    `${each.join(' union all ')} order by 1, 2`,
  )
  const dump = new Map<string, string[]>(tables.map(({ name }) => [name, []]))
  for (const { name, row } of rows) dump.get(name)?.push(row)
  return dump
}
