import type { Migration } from '../platform/db/migrate.ts'

/**
 * When and in which further lengths a service is offered, what it costs, what it is called, and
 * `buffers` of kinds that differ from the rest. `booking_window` is null for rolling days, whose number
 * stays in `horizon_days`. Dates are those of the location, prices in minor units of the tenant's currency.
 */
export const serviceModelMigration: Migration = {
  name: '0012-service-model',
  async up(knex) {
    await knex.raw(`alter table services
      add column durations jsonb not null default '[]',
      add column buffers jsonb not null default '[]',
      add column booking_window jsonb,
      add column active_from date,
      add column active_until date,
      add column price_minor integer check (price_minor >= 0),
      add column spoken jsonb not null default '{}',
      add column choose text not null default 'fewest_gaps'
        check (choose in ('fewest_gaps', 'least_busy', 'round_robin', 'same_as_last_time'))`)
    await knex.raw(`alter table resource_services
      add column weight integer not null default 1 check (weight > 0),
      add column priority integer not null default 0`)
  },
}
