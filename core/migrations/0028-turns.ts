import type { Migration } from '../platform/db/migrate.ts'

/**
 * Over Bull a job is no longer marked as handed out: what is due is found by the index that the claims use. A release of
 * before still marks them, and sorts for it.
 */
export const turnsMigration: Migration = {
  name: '0028-turns',
  async up(knex) {
    await knex.raw('drop index jobs_to_hand_out, jobs_handed_out')
  },
}
