import type { Tx } from './tx.ts'

/** What says how the database itself stands: its migrations, and the key it is sealed under. */
const KEPT = ['schema_migrations', 'schema_migrations_lock', 'directory_canary']

/** Takes the rows of all tenants out of every table; only the role that owns the tables may. */
export async function emptyTables(tx: Tx): Promise<void> {
  const tables = await tx.rows<{ name: string }>({
    text: `select quote_ident(tablename) as name from pg_tables
      where schemaname = 'public' and tablename <> all ($1)`,
    values: [KEPT],
  })
  await tx.run({ text: `truncate table ${tables.map(({ name }) => name).join(', ')}` })
}
