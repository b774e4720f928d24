import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant } from '../platform/db/tenant-table.ts'

/** What needs somebody's attention; how connections do; which browser gave a consent; whose turn it is to sync a connection. */
export const tasksMigration: Migration = {
  name: '0021-tasks',
  async up(knex) {
    // `topic` is what it is about: of each there is one open task at most.
    await createTenantTable(
      knex,
      'tasks',
      `kind text not null,
       topic text not null,
       about jsonb not null,
       facts jsonb not null,
       state text not null default 'open' check (state in ('open', 'settled', 'resolved', 'dismissed')),
       opened_at timestamptz not null,
       closed_at timestamptz,
       note text,
       check ((state = 'open') = (closed_at is null))`,
    )
    await knex.raw(`create unique index tasks_open on tasks (tenant_id, topic) where state = 'open'`)
    // By appointment that a calendar did not take: when the caller was told, null before.
    await knex.raw(`alter table calls add column bad_news jsonb not null default '{}'`)
    // Requests to a provider, by day (UTC).
    await knex.raw(`create table connection_days (
      tenant_id uuid not null,
      connection_id uuid not null,
      day date not null,
      calls bigint not null,
      failures bigint not null,
      last_success_at timestamptz,
      primary key (tenant_id, connection_id, day),
      foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
    )`)
    await guardByTenant(knex, 'connection_days')
    await knex.raw('alter table connections add column syncing_until timestamptz')
    await knex.raw('alter table directory_oauth_states add column browser text')
  },
}
