import type { ClientBase } from 'pg'
import type { Tx } from './tx.ts'

/** More events than can have been made between a backup and its restore; there is room for millions of restores. */
const PAST_ALL_CURSORS = 1_000_000_000

/**
 * Notes that this database stands for something older than what was last told to the outer world. Events go on past
 * every position that may have been given since: whoever reads with a cursor of then misses none.
 */
export async function noteRestore(client: ClientBase, backupOf: Date): Promise<void> {
  await client.query('insert into directory_restores (backup_of) values ($1)', [backupOf])
  await client.query(`select setval('event_positions', last_value + $1) from event_positions`, [
    PAST_ALL_CURSORS,
  ])
}

/** When this database was restored from a backup; epoch milliseconds, oldest first. */
export async function findRestores(tx: Tx): Promise<number[]> {
  const rows = await tx.rows<{ restored_at: Date }>({
    name: 'restores',
    text: 'select restored_at from directory_restores order by restored_at',
  })
  return rows.map(({ restored_at }) => restored_at.getTime())
}
