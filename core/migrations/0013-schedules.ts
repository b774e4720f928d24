import type { Migration } from '../platform/db/migrate.ts'

/** What closes a location or keeps somebody away, beside the hours. */
export const schedulesMigration: Migration = {
  name: '0013-schedules',
  async up(knex) {
    await knex.raw(`alter table locations
      add column holiday_region text,
      add column holidays_open text[] not null default '{}'`)
    // As `weekly`: taken out of its hours.
    await knex.raw(`alter table schedules add column breaks jsonb not null default '{}'`)
  },
}
