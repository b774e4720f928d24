import type { Knex } from 'knex'
import { StartError } from '../errors.ts'
import { sqlState } from './database-problem.ts'

/**
 * Roles belong to the whole database server, so they are no migration. The embedded server and compose make this
 * one; on a server of one's own the admin role makes it if it may, else the operator is told the two statements.
 */
export async function ensureCourierRole(db: Knex, app: string): Promise<void> {
  const { rows } = await db.raw(
    `select exists (select from pg_roles where rolname = 'askpro_courier') as known,
            coalesce(pg_has_role(?, (select oid from pg_roles where rolname = 'askpro_courier'), 'member'), false) as member`,
    [app],
  )
  const { known, member } = rows[0] as { known: boolean; member: boolean }
  try {
    if (!known) await db.raw('create role askpro_courier nologin')
    if (!member) await db.raw('grant askpro_courier to ??', [app])
  } catch (error) {
    if (sqlState(error) === '42710') return
    throw new StartError(
      `The database role askpro_courier is missing. As a superuser run: create role askpro_courier nologin; grant askpro_courier to "${app}";`,
      { cause: error },
    )
  }
}
