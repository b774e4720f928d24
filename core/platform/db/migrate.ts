import type { Knex } from 'knex'
import { Client, type ClientConfig, escapeIdentifier } from 'pg'
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
  const db = new Client(connectionTo(adminUrl))
  // A connection that is cut fails the statement that waits for it.
  db.on('error', () => {})
  try {
    await requireServer(db)
    // As long as it takes: somebody else is at it. Held until the session ends.
    await db.query('set lock_timeout = 0')
    await db.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await db.query(`set lock_timeout = ${TABLE_LOCK_TIMEOUT}`)
    await ensureCourierRole(db, userOf(appUrl))
    await requireWalledRole(db, userOf(appUrl))
    const applied = (await isUpToDate(db, migrations)) ? [] : await applyMissing(adminUrl, migrations)
    await grantToApp(db, userOf(appUrl))
    return applied
  } finally {
    await db.end()
  }
}

/** pg sends all of it to the server, although its types do not know every setting. */
function connectionTo(connectionString: string): ClientConfig & Knex.PgConnectionConfig {
  const settings = { connectionString, connectionTimeoutMillis: 5_000, lock_timeout: TABLE_LOCK_TIMEOUT }
  return settings
}

/** Nothing is missing and nothing is unknown: what most starts find, which need not load Knex for it. */
async function isUpToDate(db: Client, migrations: readonly Migration[]): Promise<boolean> {
  const { rows } = await db.query<{ there: boolean }>(
    `select to_regclass('schema_migrations') is not null as there`,
  )
  if (!rows[0]?.there) return false
  const names = await db.query<{ name: string }>('select name from schema_migrations')
  const applied = new Set(names.rows.map(({ name }) => name))
  return applied.size === migrations.length && migrations.every(({ name }) => applied.has(name))
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

async function applyMissing(adminUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const { default: knex } = await import('knex')
  const db = knex({
    client: 'pg',
    connection: connectionTo(adminUrl),
    pool: { min: 0, max: 2 },
    log: QUIET,
    migrations: { migrationSource: sourceOf(migrations), tableName: 'schema_migrations' },
  })
  try {
    // A hub killed while it migrated leaves Knex's own lock behind; ours ended with its session.
    await db.migrate.forceFreeMigrationsLock()
    const [, names] = (await db.migrate.latest()) as [number, string[]]
    return names
  } catch (error) {
    throw asStartError(error)
  } finally {
    await db.destroy()
  }
}

function asStartError(error: unknown): unknown {
  if (sqlState(error) === '55P03') {
    return new StartError(
      'A table could not be changed, as others have held it for 5 s: nothing was changed. Start the hub again.',
      { cause: error },
    )
  }
  if (!/migration directory is corrupt/.test(String(error))) return error
  return new StartError(
    'The database was migrated by a newer version of the hub: start that version or newer.',
  )
}

async function requireServer(db: Client): Promise<void> {
  const reached = async () => {
    await db.connect()
    return db.query<{ server_version_num: string }>('show server_version_num')
  }
  const { rows } = await reached().catch((error: unknown) => {
    throw new StartError(`The database cannot be reached (${reasonOf(error)}): check DATABASE_URL.`, {
      cause: error,
    })
  })
  const version = Number(rows[0]?.server_version_num)
  if (version >= OLDEST_SERVER) return
  throw new StartError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: the hub needs 15 or newer.`)
}

/** Errors of pg can have an empty message with the reasons in `errors` (several addresses were tried). */
function reasonOf(error: unknown): string {
  const { message, code } = (error ?? {}) as { message?: string; code?: string }
  return message || code || String(error)
}

/** In one round trip, and all of it or nothing. What happened is never rewritten by a use case. */
async function grantToApp(db: Client, app: string): Promise<void> {
  const role = escapeIdentifier(app)
  await db.query(
    `grant usage on schema public to ${role}, askpro_courier;
     grant select, insert, update, delete on all tables in schema public to ${role};
     grant usage on all sequences in schema public to ${role}, askpro_courier;
     revoke update, delete on events from ${role}`,
  )
}

function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}
