import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Client } from 'pg'
import { from } from 'pg-copy-streams'
import type { BackupManifest } from './backup-manifest.ts'
import { quoted, tableNames } from './database-contents.ts'
import { walledTables } from './past-the-walls.ts'
import { inReferenceOrder, type Reference } from './reference-order.ts'
import { rowsFile, storedColumns } from './rows-out.ts'

/**
 * Puts the rows into the tables that the same migrations have made, all of it or nothing. As the owner of the tables,
 * who needs no right beyond that: row-level security is forced on the owner too, so it is eased within the transaction.
 */
export async function readRows(client: Client, folder: string, manifest: BackupManifest): Promise<void> {
  await client.query('begin')
  const walled = await walledTables(client)
  for (const table of walled) await client.query(`alter table ${quoted(table)} no force row level security`)
  const tables = await tableNames(client)
  // A migration may have put rows in; they are in the backup as they were later.
  await client.query(`truncate ${tables.map(quoted).join(', ')}`)
  for (const table of inReferenceOrder(tables, await references(client))) {
    if (rowsFile(table) in manifest.files) await readTable(client, folder, table)
  }
  for (const [name, last] of Object.entries(manifest.sequences)) {
    await client.query('select setval($1::regclass, $2::bigint)', [quoted(name), last])
  }
  for (const table of walled) await client.query(`alter table ${quoted(table)} force row level security`)
  await client.query('commit')
}

async function readTable(client: Client, folder: string, table: string): Promise<void> {
  const columns = (await storedColumns(client, table)).map(quoted).join(', ')
  // `header match` refuses rows whose columns are others than the table's.
  const copy = client.query(from(`copy ${quoted(table)} (${columns}) from stdin (header match)`))
  await pipeline(createReadStream(join(folder, rowsFile(table))), createGunzip(), copy)
}

async function references(client: Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `select r.relname as "from", t.relname as "to" from pg_constraint c
      join pg_class r on r.oid = c.conrelid join pg_class t on t.oid = c.confrelid
      where c.contype = 'f' and r.relnamespace = 'public'::regnamespace and r.oid <> t.oid`,
  )
  return rows
}
