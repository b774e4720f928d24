import { Client } from 'pg'
import type { ClusterSecrets } from './cluster-secrets.ts'

export const HUB_DATABASE = 'askpro'
export const ADMIN_ROLE = 'askpro_admin'
export const APP_ROLE = 'askpro_app'

const EXTENSIONS = ['btree_gist', 'pg_trgm']

/**
 * Creates, as superuser, what the hub's own roles may not: the roles, the database and its extensions. Only what is
 * missing is created, so a start that was cut off half-way is completed by the next.
 */
export async function prepareDatabase(superuserUrl: string, secrets: ClusterSecrets): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await createRoles(client, secrets)
    await createDatabase(client)
  })
  for (const database of ['template1', HUB_DATABASE]) {
    await withClient(onDatabase(superuserUrl, database), async (client) => {
      for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension}`)
    })
  }
}

/**
 * The app may become the courier, but inherits nothing from it: row-level security applies a policy to every role
 * that inherits from the one it names, and the courier's policies see all tenants.
 */
async function createRoles(client: Client, secrets: ClusterSecrets): Promise<void> {
  await createRole(client, ADMIN_ROLE)
  await createRole(client, APP_ROLE)
  await createRole(client, 'askpro_courier')
  const safe = 'nosuperuser nobypassrls nocreaterole nocreatedb noreplication'
  await client.query(`alter role ${ADMIN_ROLE} login ${safe} password '${secrets.adminPassword}'`)
  await client.query(`alter role ${APP_ROLE} login noinherit ${safe} password '${secrets.appPassword}'`)
  await client.query(`alter role askpro_courier nologin ${safe}`)
  await client.query(`grant askpro_courier to ${APP_ROLE} with inherit false, set true`)
}

async function createRole(client: Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name])
  if (rowCount === 0) await client.query(`create role ${name}`)
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [HUB_DATABASE])
  if (rowCount === 0) await client.query(`create database ${HUB_DATABASE} owner ${ADMIN_ROLE}`)
  for (const statement of databaseRights(HUB_DATABASE)) await client.query(statement)
}

/** Who may connect to a database of the hub. They are not copied from a template, so every database gets them. */
export function databaseRights(database: string): string[] {
  return [
    `revoke connect, temporary on database ${database} from public`,
    `grant connect, temporary on database ${database} to ${APP_ROLE}`,
  ]
}

/** The same server and role, another database. */
export function onDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 60_000 })
  // The query that fails says so itself; without a handler a cut connection would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
