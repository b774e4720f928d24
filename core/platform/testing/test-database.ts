import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { ADMIN_ROLE, databaseRights, onDatabase } from '../db/embedded/prepare-database.ts'
import { type TestEnvironment, testEnvironment } from './test-environment.ts'

export interface TestDatabase {
  /** The owner of the tables. */
  adminUrl: string
  /** The role that the hub works as. */
  appUrl: string
  drop(): Promise<void>
}

/** Holds the migrated schema; every test file gets a copy. */
export const TEMPLATE_DATABASE = 'askpro_template'

/**
 * A database for one test file, with all migrations applied: a copy of the template, which takes a fraction of a
 * second. Where there is no template it is empty, but has the extensions and the rights of the roles.
 */
export async function createTestDatabase(
  environment: TestEnvironment = testEnvironment(),
): Promise<TestDatabase> {
  const { superuserUrl, adminUrl, appUrl } = environment
  if (!superuserUrl || !adminUrl || !appUrl) {
    throw new Error('This test needs a database: run it with `npm test -- <path>`.')
  }
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await asSuperuser(superuserUrl, async (client) => {
    const known = await client.query('select from pg_database where datname = $1', [TEMPLATE_DATABASE])
    const template = known.rowCount === 0 ? 'template1' : TEMPLATE_DATABASE
    await createOwnedDatabase(client, name, template)
  })
  return {
    adminUrl: onDatabase(adminUrl, name),
    appUrl: onDatabase(appUrl, name),
    drop: () =>
      asSuperuser(superuserUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

/** An own, empty database for `migrate`, closed for connections afterwards, so that it can always be copied. */
export async function createTemplateDatabase(
  { superuserUrl, adminUrl, appUrl }: { superuserUrl: string; adminUrl: string; appUrl: string },
  migrate: (urls: { adminUrl: string; appUrl: string }) => Promise<unknown>,
): Promise<void> {
  await asSuperuser(superuserUrl, (client) => createOwnedDatabase(client, TEMPLATE_DATABASE, 'template1'))
  await migrate({
    adminUrl: onDatabase(adminUrl, TEMPLATE_DATABASE),
    appUrl: onDatabase(appUrl, TEMPLATE_DATABASE),
  })
  await asSuperuser(superuserUrl, async (client) => {
    await client.query(`alter database ${TEMPLATE_DATABASE} is_template true allow_connections false`)
  })
}

async function createOwnedDatabase(client: Client, name: string, template: string): Promise<void> {
  await client.query(`create database ${name} template ${template} owner ${ADMIN_ROLE}`)
  for (const statement of databaseRights(name)) await client.query(statement)
}

async function asSuperuser(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
