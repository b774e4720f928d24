import type { ClientBase } from 'pg'

/** What a database holds, as far as it can be said in a few lines: what a restored one is compared with. */
export interface DatabaseContents {
  readonly postgresMajor: number
  /** The migrations that were applied, in their order. */
  readonly migrations: readonly string[]
  /** Which master key its secrets are sealed under (not the key); null before the first start. */
  readonly masterKeyId: string | null
  /** Rows by table. */
  readonly tables: Readonly<Record<string, number>>
  /** The last value of each sequence that has given one. */
  readonly sequences: Readonly<Record<string, string>>
  /** Roles that were granted something: a restored database names them as well. */
  readonly roles: readonly string[]
}

/** In the caller's transaction, so that all of it is of one instant. The role must pass row-level security. */
export async function readContents(client: ClientBase): Promise<DatabaseContents> {
  const tables: Record<string, number> = {}
  for (const name of await tableNames(client)) {
    const [row] = await rowsOf<{ count: string }>(client, `select count(*) from ${quoted(name)}`)
    tables[name] = Number(row?.count)
  }
  const sequences = await rowsOf<{ name: string; last: string }>(
    client,
    `select sequencename as name, last_value::text as last from pg_sequences
      where schemaname = 'public' and last_value is not null and sequencename not like 'schema\\_migrations%' order by 1`,
  )
  return {
    postgresMajor: await serverMajor(client),
    migrations: await appliedMigrations(client),
    masterKeyId: await masterKeyId(client),
    tables,
    sequences: Object.fromEntries(sequences.map(({ name, last }) => [name, last])),
    roles: await grantedRoles(client),
  }
}

/** Of the hub's own schema; partitions are part of their table. Knex keeps its own two, which are not content. */
export async function tableNames(client: ClientBase): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    client,
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname not like 'schema\\_migrations%' order by 1`,
  )
  return rows.map(({ name }) => name)
}

export async function serverMajor(client: ClientBase): Promise<number> {
  const [row] = await rowsOf<{ number: string }>(
    client,
    `select current_setting('server_version_num') as number`,
  )
  return Math.floor(Number(row?.number) / 10_000)
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

async function appliedMigrations(client: ClientBase): Promise<string[]> {
  const [known] = await rowsOf<{ is: boolean }>(
    client,
    `select to_regclass('schema_migrations') is not null as is`,
  )
  if (!known?.is) return []
  const rows = await rowsOf<{ name: string }>(client, 'select name from schema_migrations order by id')
  return rows.map(({ name }) => name)
}

/** A sealed value reads `v1.<key id>.<...>`. */
async function masterKeyId(client: ClientBase): Promise<string | null> {
  const [known] = await rowsOf<{ is: boolean }>(
    client,
    `select to_regclass('directory_canary') is not null as is`,
  )
  if (!known?.is) return null
  const [row] = await rowsOf<{ sealed: string }>(client, 'select sealed from directory_canary')
  return row?.sealed.split('.')[1] ?? null
}

async function grantedRoles(client: ClientBase): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    client,
    `select distinct r.rolname as name from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
      where c.relnamespace = 'public'::regnamespace and a.grantee <> c.relowner order by 1`,
  )
  return rows.map(({ name }) => name)
}

async function rowsOf<Row extends object>(client: ClientBase, text: string): Promise<Row[]> {
  return (await client.query<Row>(text)).rows
}
