import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Client, ClientBase } from 'pg'
import { to } from 'pg-copy-streams'
import type { UnfinishedBackup } from './backup-folder.ts'
import { quoted } from './database-contents.ts'

export const rowsFile = (table: string): string => `${table}.copy.gz`

/** Every row of every table as text, one file a table. In the caller's transaction, so all are of one instant. */
export async function writeRows(
  client: Client,
  backup: UnfinishedBackup,
  tables: readonly string[],
): Promise<void> {
  for (const table of tables) {
    const columns = (await storedColumns(client, table)).map(quoted).join(', ')
    const copy = client.query(to(`copy (select ${columns} from ${quoted(table)}) to stdout (header)`))
    await pipeline(copy, createGzip(), backup.stream(rowsFile(table)))
  }
}

/** Without those that the server works out itself. By name, since the order may differ elsewhere. */
export async function storedColumns(client: ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attname`,
    [quoted(table)],
  )
  return rows.map(({ name }) => name)
}
