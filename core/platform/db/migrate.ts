import type { Knex } from 'knex'
import knex from 'knex'
import { StartError } from '../errors.ts'
import { ensureCourierRole, requireWalledRole } from './courier-role.ts'
import type { Database } from './database.ts'
import { sqlState } from './database-problem.ts'

/** One step of the schema. Expand, then contract; a step that has been released is never edited. */
export interface Migration {
  /** `0001-platform`: the order and the slice. */
  name: string
  up(knex: Knex): Promise<void>
}

export interface MigrateOptions {
  /** The role that owns the tables. */
  adminUrl: string
  /** The role that the hub works as; the same as the admin's where only one is given. */
  appUrl: string
  migrations: readonly Migration[]
}

/** Knex writes to the console what it throws as well. */
const QUIET: Knex.Logger = { warn() {}, error() {}, deprecate() {}, debug() {} }
const OLDEST_SERVER = 150_000
/** Any number, the same in every version: replicas that start together migrate one after the other. */
const MIGRATION_LOCK = 7_205_901
/**
 * Milliseconds. A statement that waits for a table makes everybody else wait behind it: while replicas of before still
 * work, a migration rather fails and is started again.
 */
const TABLE_LOCK_TIMEOUT = 5_000

/** Brings the schema up to date; safe to call from several replicas at once. Gives the names that were applied. */
export async function migrate({ adminUrl, appUrl, migrations }: MigrateOptions): Promise<string[]> {
  const db = knex({
    client: 'pg',
    connection: connectionTo(adminUrl),
    pool: { min: 0, max: 3 },
    log: QUIET,
    migrations: { migrationSource: sourceOf(migrations), tableName: 'schema_migrations' },
  })
  try {
    await requireServer(db)
    return await db.transaction(async (lock) => {
      // As long as it takes: somebody else is at it.
      await lock.raw('set local lock_timeout = 0')
      await lock.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK])
      await ensureCourierRole(db, userOf(appUrl))
      await requireWalledRole(db, userOf(appUrl))
      const applied = await applyMissing(db)
      await grantToApp(db, userOf(appUrl))
      return applied
    })
  } finally {
    await db.destroy()
  }
}

/** Knex hands all of it to pg, although its types do not know every setting. */
function connectionTo(connectionString: string): Knex.PgConnectionConfig {
  const settings = { connectionString, connectionTimeoutMillis: 5_000, lock_timeout: TABLE_LOCK_TIMEOUT }
  return settings
}

/** The names of the migrations that the database lacks. */
export async function pendingMigrations(
  database: Pick<Database, 'inDirectory'>,
  migrations: readonly Migration[],
): Promise<string[]> {
  const rows = await database.inDirectory((tx) =>
    tx.rows<{ name: string }>({ text: 'select name from schema_migrations' }),
  )
  const applied = new Set(rows.map(({ name }) => name))
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name))
}

function sourceOf(migrations: readonly Migration[]): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: ({ name }) => name,
    getMigration: async ({ up }) => ({ up, down: async () => {} }),
  }
}

async function applyMissing(db: Knex): Promise<string[]> {
  try {
    // A hub killed while it migrated leaves Knex's own lock behind; ours ended with its session.
    await db.migrate.forceFreeMigrationsLock()
    const [, names] = (await db.migrate.latest()) as [number, string[]]
    return names
  } catch (error) {
    if (sqlState(error) === '55P03') {
      throw new StartError(
        'A table could not be changed, as others have held it for 5 s: nothing was changed. Start the hub again.',
        { cause: error },
      )
    }
    if (!/migration directory is corrupt/.test(String(error))) throw error
    throw new StartError(
      'The database was migrated by a newer version of the hub: start that version or newer.',
    )
  }
}

async function requireServer(db: Knex): Promise<void> {
  const { rows } = await db.raw('show server_version_num').catch((error: unknown) => {
    throw new StartError(`The database cannot be reached (${reasonOf(error)}): check DATABASE_URL.`, {
      cause: error,
    })
  })
  const version = Number(rows[0].server_version_num)
  if (version >= OLDEST_SERVER) return
  throw new StartError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: the hub needs 15 or newer.`)
}

/** Errors of pg can have an empty message with the reasons in `errors` (several addresses were tried). */
function reasonOf(error: unknown): string {
  const { message, code } = (error ?? {}) as { message?: string; code?: string }
  return message || code || String(error)
}

async function grantToApp(db: Knex, app: string): Promise<void> {
  await db.raw('grant usage on schema public to ??, askpro_courier', [app])
  await db.raw('grant select, insert, update, delete on all tables in schema public to ??', [app])
  await db.raw('grant usage on all sequences in schema public to ??, askpro_courier', [app])
  // What happened is never rewritten by a use case.
  await db.raw('revoke update, delete on events from ??', [app])
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}
