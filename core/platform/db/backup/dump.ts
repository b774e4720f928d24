import type { Client } from 'pg'
import type { UnfinishedBackup } from './backup-folder.ts'
import { serverMajor } from './database-contents.ts'
import { requireTool, runTool } from './postgres-tool.ts'

export const DUMP_FILE = 'database.dump'

/** The snapshot of the caller's transaction, so that the dump is of the same instant as what the caller counts. */
export async function writeDump(client: Client, url: string, backup: UnfinishedBackup): Promise<number> {
  const major = await requireTool('pg_dump', { major: await serverMajor(client), of: 'the server' })
  const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id')
  await runTool('pg_dump', url, [
    '--format=custom',
    `--snapshot=${rows[0]?.id}`,
    '--no-comments',
    `--file=${backup.path(DUMP_FILE)}`,
  ])
  return major
}

/** All or nothing, as the role that is to own the tables. */
export function readDump(url: string, file: string): Promise<void> {
  return runTool('pg_restore', url, [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-comments',
    file,
  ])
}
