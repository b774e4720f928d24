import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/**
 * What full comparisons found, what follows when owners change the hub's entries, and what providers were asked to
 * tell by themselves.
 */
export const calendarTruthMigration: Migration = {
  name: '0018-calendar-truth',
  async up(knex) {
    await knex.raw('alter table sync_checkpoints add column drift jsonb')
    await knex.raw(`alter table calendar_links add column owner_changes text not null default 'follow'
      check (owner_changes in ('follow', 'ask', 'restore'))`)
    // Found by the connection and calendar of a comparison; the calendar of few connections holds many.
    await knex.raw(`create index appointment_entries_of_calendar
      on appointment_entries (tenant_id, connection_id, calendar, starts_at) where state = 'written'`)
    // `secret` is sealed. `reference` is null while nobody knows whether the provider has heard the wish.
    await createTenantTable(
      knex,
      'watches',
      `connection_id uuid not null,
       watch text not null,
       calendar text,
       state text not null check (state in ('opening', 'open', 'closing', 'closed', 'refused')),
       secret text not null,
       reference jsonb,
       why text,
       opened_at timestamptz not null,
       expires_at timestamptz,
       renew_at timestamptz,
       forget_at timestamptz,
       foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade`,
    )
    await knex.raw('create index watches_of_connection on watches (tenant_id, connection_id)')
    // A connection that was removed while providers had been asked to tell: what it takes to end that, sealed.
    await createTenantTable(
      knex,
      'farewells',
      `plugin text not null,
       sealed text not null,
       removed_at timestamptz not null`,
    )
  },
}
