import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/** What calendars with event types need: links to one segment, held times reserved there, webhooks that are looked at. */
export const calendarProvidersMigration: Migration = {
  name: '0019-calendar-providers',
  async up(knex) {
    await knex.raw('alter table watches add column address text')
    await knex.raw(`alter table calendar_links
      add column segment smallint check (segment between 1 and 20),
      add column reserves boolean not null default false,
      add check (segment is null or service_id is not null)`)
    await knex.raw(`alter table calendar_links
      drop constraint calendar_links_tenant_id_resource_id_service_id_connection__key`)
    await knex.raw(`alter table calendar_links add constraint calendar_links_once
      unique nulls not distinct (tenant_id, resource_id, service_id, connection_id, calendar, segment)`)
    // What keeps a held time from being booked at the provider meanwhile. It ends there by itself.
    await createTenantTable(
      knex,
      'hold_reservations',
      `appointment_id uuid not null,
       link_id uuid not null,
       reference text not null,
       reserved_until timestamptz not null,
       unique (tenant_id, appointment_id, link_id),
       foreign key (tenant_id, appointment_id) references appointments (tenant_id, id) on delete cascade,
       foreign key (tenant_id, link_id) references calendar_links (tenant_id, id) on delete cascade`,
    )
  },
}
