import { type Client, escapeIdentifier } from 'pg'
import { StartError } from '../errors.ts'
import { sqlState } from './database-problem.ts'

/**
 * Roles belong to the whole database server, so they are no migration. The embedded server and compose make this
 * one; on a server of one's own the admin role makes it if it may, else the operator is told the two statements.
 */
export async function ensureCourierRole(db: Client, app: string): Promise<void> {
  const { rows } = await db.query(
    `select exists (select from pg_roles where rolname = 'askpro_courier') as known,
            coalesce(pg_has_role($1, (select oid from pg_roles where rolname = 'askpro_courier'), 'member'), false) as member`,
    [app],
  )
  const { known, member } = rows[0] as { known: boolean; member: boolean }
  try {
    if (!known) await db.query('create role askpro_courier nologin')
    if (!member) await grantWithoutInheriting(db, app)
  } catch (error) {
    if (sqlState(error) === '42710') return
    throw new StartError(
      `The database role askpro_courier is missing. As a superuser run: create role askpro_courier nologin; alter role "${app}" noinherit; grant askpro_courier to "${app}";`,
      { cause: error },
    )
  }
}

/** The app becomes the courier by `set role` only: inherited, the courier's policies would open every tenant to it. */
async function grantWithoutInheriting(db: Client, app: string): Promise<void> {
  const role = escapeIdentifier(app)
  const { rows } = await db.query('show server_version_num')
  if (Number(rows[0].server_version_num) >= 160_000) {
    await db.query(`grant askpro_courier to ${role} with inherit false, set true`)
    return
  }
  await db.query(`alter role ${role} noinherit`)
  await db.query(`grant askpro_courier to ${role}`)
}

/** The hub works as a role that the walls between tenants hold for; anything else would start and leak in silence. */
export async function requireWalledRole(db: Client, app: string): Promise<void> {
  const { rows } = await db.query(
    `select rolsuper or rolbypassrls as exempt, pg_has_role(oid, 'askpro_courier', 'usage') as inherits
     from pg_roles where rolname = $1`,
    [app],
  )
  const role = rows[0] as { exempt: boolean; inherits: boolean } | undefined
  if (!role) throw new StartError(`DATABASE_URL names no role of this database server ("${app}").`)
  if (!role.exempt && !role.inherits) return
  throw new StartError(
    `The database role "${app}" would pass the walls between tenants: use one that is no superuser, has no BYPASSRLS and does not inherit askpro_courier (docs/operating.md).`,
  )
}
