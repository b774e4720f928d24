import type { Knex } from 'knex'

/** True for the rows of the tenants that the transaction was opened for; nothing when none was set. */
const OWN_TENANTS = "tenant_id = any (nullif(current_setting('app.tenants', true), '')::uuid[])"

/**
 * Creates a table whose rows belong to tenants: key `(tenant_id, id)`, row-level security forced on everybody,
 * the owner included. `columns` is SQL for the other columns and table constraints, without a final comma.
 */
export async function createTenantTable(knex: Knex, table: string, columns: string): Promise<void> {
  await knex.raw(`create table ${table} (
    tenant_id uuid not null,
    id uuid not null,
    ${columns},
    primary key (tenant_id, id)
  )`)
  await guardByTenant(knex, table)
}

/** Puts the tenant wall around a table that has a `tenant_id` but a key of its own. */
export async function guardByTenant(knex: Knex, table: string): Promise<void> {
  await knex.raw(`alter table ${table} enable row level security`)
  await knex.raw(`alter table ${table} force row level security`)
  await knex.raw(
    `create policy ${table}_of_tenant on ${table} using (${OWN_TENANTS}) with check (${OWN_TENANTS})`,
  )
}

/** Lets the courier (relay, job runner, inbox) work on all tenants' rows of this one table. */
export async function openToCourier(knex: Knex, table: string, rights: string): Promise<void> {
  await knex.raw(
    `create policy ${table}_of_courier on ${table} to askpro_courier using (true) with check (true)`,
  )
  await knex.raw(`grant ${rights} on ${table} to askpro_courier`)
}
