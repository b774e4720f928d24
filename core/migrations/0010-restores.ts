import type { Migration } from '../platform/db/migrate.ts'

export const restoresMigration: Migration = {
  name: '0010-restores',
  async up(knex) {
    // A backup is older than what happened after it: what the outer world was told since then (invoice numbers) must
    // not be told a second time with another meaning. One row for each restore after which something may have happened.
    await knex.raw(`create table directory_restores (
      restored_at timestamptz primary key default clock_timestamp(),
      backup_of timestamptz not null
    )`)
  },
}
