import type { Client, ClientBase } from 'pg'
import { StartError } from '../../errors.ts'
import { quoted } from './database-contents.ts'

/**
 * Reads all rows as the owner of the tables: row-level security is forced on the owner too, so it is eased within a
 * transaction that is rolled back. It locks every table: only for a database that nobody works with yet.
 */
export async function pastTheWalls<T>(owner: Client, work: (client: ClientBase) => Promise<T>): Promise<T> {
  await owner.query('begin')
  try {
    for (const table of await walledTables(owner)) {
      await owner.query(`alter table ${quoted(table)} no force row level security`)
    }
    return await work(owner)
  } finally {
    await owner.query('rollback')
  }
}

export async function walledTables(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** A role that row-level security holds for would be refused by pg_dump, and would see empty tables by itself. */
export async function requireReader(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string; passes: boolean; reads: boolean }>(
    `select rolname as name, rolsuper or rolbypassrls as passes,
        rolsuper or pg_has_role(oid, 'pg_read_all_data', 'usage') as reads
      from pg_roles where rolname = current_user`,
  )
  const role = rows[0]
  if (role?.passes && role.reads) return
  throw new StartError(
    `The role ${role?.name} of DATABASE_BACKUP_URL does not read past the walls between tenants, so its backup would be refused or empty. As a superuser run: alter role "${role?.name}" bypassrls; grant pg_read_all_data to "${role?.name}";`,
  )
}
