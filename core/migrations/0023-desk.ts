import type { Migration } from '../platform/db/migrate.ts'

/** What was booked on a day, whenever it is for. */
export const deskMigration: Migration = {
  name: '0023-desk',
  async up(knex) {
    await knex.raw('create index appointments_by_creation on appointments (tenant_id, created_at)')
  },
}
