import type { Migration } from '../platform/db/migrate.ts'

/** As `OWN_TENANTS` of tenant-table.ts; as a subquery it is worked out once for a statement, and not for each row. */
const OWN_TENANTS =
  "tenant_id = any ((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[])"

/**
 * The tables that take many rows of many tenants in one statement. For each of them the list of tenants was read anew,
 * out of its text, two or three times.
 */
export const cheaperWallsMigration: Migration = {
  name: '0027-cheaper-walls',
  async up(knex) {
    for (const table of ['inbox', 'jobs']) {
      await knex.raw(
        `alter policy ${table}_of_tenant on ${table} using (${OWN_TENANTS}) with check (${OWN_TENANTS})`,
      )
    }
  },
}
