import { Client } from 'pg'

/** A database server as one role sees it. */
export interface ServerFacts {
  /** `server_version_num`: 180004. */
  version: number
  user: string
  superuser: boolean
  bypassesRls: boolean
  /** How the role stands to askpro_courier: it must be a member and inherit nothing. */
  courier: { known: boolean; member: boolean; inherits: boolean }
  /** May make tables in the schema `public`, and owns those that are there. */
  migrates: boolean
  /** Of those the hub needs: there, or such that the role may bring them. */
  btreeGist: 'installed' | 'can be made' | 'missing'
  /** Sessions of hubs in this database. */
  hubSessions: number
  /** Milliseconds that the server's clock is ahead of this machine's; as exact as half a round trip. */
  clockAhead: number
}

/** Milliseconds. */
const TIMEOUTS = { connect: 4_000, query: 4_000 }

const FACTS = `select current_setting('server_version_num')::int as version, current_user as user,
    me.rolsuper as superuser, me.rolbypassrls as "bypassesRls",
    courier.oid is not null as known,
    coalesce(pg_has_role(me.oid, courier.oid, 'member'), false) as member,
    coalesce(pg_has_role(me.oid, courier.oid, 'usage'), false) as inherits,
    has_schema_privilege('public', 'create') and not exists (
      select from pg_tables where schemaname = 'public' and not pg_has_role(tableowner, 'usage')
    ) as migrates,
    exists (select from pg_extension where extname = 'btree_gist') as installed,
    exists (select from pg_available_extensions where name = 'btree_gist')
      and has_database_privilege(current_database(), 'create') as makeable,
    (select count(*)::int from pg_stat_activity
      where datname = current_database() and application_name = 'askpro-hub') as "hubSessions",
    extract(epoch from clock_timestamp()) * 1000 as clock
  from pg_roles me left join pg_roles courier on courier.rolname = 'askpro_courier'
  where me.rolname = current_user`

/** Connects once, asks, and leaves. Throws what pg throws. */
export async function serverFacts(url: string): Promise<ServerFacts> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUTS.connect,
    query_timeout: TIMEOUTS.query,
    application_name: 'askpro-doctor',
  })
  // The query that fails says so itself; without a handler a cut connection would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    const sentAt = Date.now()
    const { rows } = await client.query(FACTS)
    return factsOf(rows[0], (sentAt + Date.now()) / 2)
  } finally {
    // A frozen server would not say goodbye.
    void client.end().catch(() => {})
  }
}

interface Row {
  version: number
  user: string
  superuser: boolean
  bypassesRls: boolean
  known: boolean
  member: boolean
  inherits: boolean
  migrates: boolean
  installed: boolean
  makeable: boolean
  hubSessions: number
  clock: string
}

function factsOf(row: Row, asked: number): ServerFacts {
  const { known, member, inherits, installed, makeable, clock, ...rest } = row
  return {
    ...rest,
    courier: { known, member, inherits },
    btreeGist: installed ? 'installed' : makeable ? 'can be made' : 'missing',
    clockAhead: Number(clock) - asked,
  }
}
