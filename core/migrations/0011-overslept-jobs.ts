import type { Migration } from '../platform/db/migrate.ts'

/**
 * When a job is due by the database's clock, beside `run_at` by that of the business: the one who wrote `run_at` may have
 * had a clock that was wrong. Null in rows of a release that does not know it: those go by `run_at` alone.
 */
export const oversleptJobsMigration: Migration = {
  name: '0011-overslept-jobs',
  async up(knex) {
    await knex.raw('alter table jobs add column wake_at timestamptz')
  },
}
