import type { Database } from './database.ts'
import { sqlState } from './database-problem.ts'
import type { Migration } from './migrate.ts'

/** How the database's schema stands to this version of the hub. */
export interface SchemaState {
  /** False before the first start of a hub on this database. */
  begun: boolean
  /** This version has them, the database does not. */
  pending: string[]
  /** The database has them, this version does not: a newer one has migrated it. */
  unknown: string[]
}

const UNDEFINED_TABLE = '42P01'

export async function schemaState(
  database: Pick<Database, 'inDirectory'>,
  migrations: readonly Migration[],
): Promise<SchemaState> {
  const known = migrations.map(({ name }) => name)
  const applied = await appliedNames(database)
  return {
    begun: applied !== undefined,
    pending: known.filter((name) => !applied?.includes(name)),
    unknown: (applied ?? []).filter((name) => !known.includes(name)),
  }
}

async function appliedNames(database: Pick<Database, 'inDirectory'>): Promise<string[] | undefined> {
  try {
    const rows = await database.inDirectory((tx) =>
      tx.rows<{ name: string }>({ text: 'select name from schema_migrations order by id' }),
    )
    return rows.map(({ name }) => name)
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return undefined
    throw error
  }
}
