import type { Migration } from '../platform/db/migrate.ts'

/**
 * Tables from which old rows are deleted all day. By default PostgreSQL cleans up after a fifth of a table has died; the
 * oldest rows die first, so until then every look for the oldest walks past all of them.
 */
const SWEPT = ['events', 'jobs', 'inbox', 'function_calls', 'idempotency_keys']

export const retentionVacuumMigration: Migration = {
  name: '0009-retention-vacuum',
  async up(knex) {
    for (const table of SWEPT) {
      await knex.raw(
        `alter table ${table} set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000)`,
      )
    }
  },
}
