import type { Client } from 'pg'
import { StartError } from '../../errors.ts'
import type { BackupManifest } from './backup-manifest.ts'
import { serverMajor, tableNames } from './database-contents.ts'

/** Nothing is ever restored over something. */
export async function requireEmptyDatabase(client: Client): Promise<void> {
  const tables = await tableNames(client)
  if (tables.length === 0) return
  throw new StartError(
    `The database ${client.database} is not empty (${tables.length} tables): a backup is restored into an empty one only. Create another (create database askpro_restored owner ${client.user};) and set DATABASE_URL and DATABASE_ADMIN_URL to it.`,
  )
}

/** What a dump presupposes: a server that understands it, and the roles that it grants rights to. */
export async function requireDumpTarget(client: Client, manifest: BackupManifest): Promise<void> {
  const major = await serverMajor(client)
  if (major < manifest.postgresMajor) {
    throw new StartError(
      `The dump is of PostgreSQL ${manifest.postgresMajor} and this server is ${major}: restore into ${manifest.postgresMajor} or newer, or take a backup with --rows, which any version takes.`,
    )
  }
  const { rows } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where name not in (select rolname from pg_roles) order by 1',
    [manifest.roles],
  )
  if (rows.length === 0) return
  const statements = rows.map(({ name }) => `create role "${name}" nologin;`).join(' ')
  throw new StartError(
    `The dump grants rights to roles that this server lacks. As a superuser run: ${statements}`,
  )
}
