import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/** What closes a location or keeps somebody away, beside the hours. */
export const schedulesMigration: Migration = {
  name: '0013-schedules',
  async up(knex) {
    await knex.raw(`alter table locations
      add column holiday_region text,
      add column holidays_open text[] not null default '{}',
      add column customer_limits jsonb not null default '{}'`)
    await knex.raw(`alter table resources add column limits jsonb not null default '{}'`)
    // As `weekly`: taken out of its hours.
    await knex.raw(`alter table schedules add column breaks jsonb not null default '{}'`)
    await createTenantTable(
      knex,
      'absences',
      `resource_id uuid not null,
       starts_at timestamptz not null,
       ends_at timestamptz not null,
       reason text not null default '',
       stand_in_resource_id uuid,
       created_at timestamptz not null,
       check (starts_at < ends_at),
       check (stand_in_resource_id <> resource_id),
       foreign key (tenant_id, resource_id) references resources (tenant_id, id) on delete cascade,
       foreign key (tenant_id, stand_in_resource_id) references resources (tenant_id, id) on delete cascade`,
    )
    // Either way: the smaller id first.
    await createTenantTable(
      knex,
      'travel_times',
      `location_id uuid not null,
       other_location_id uuid not null,
       minutes integer not null check (minutes between 1 and 1440),
       check (location_id < other_location_id),
       unique (tenant_id, location_id, other_location_id),
       foreign key (tenant_id, location_id) references locations (tenant_id, id),
       foreign key (tenant_id, other_location_id) references locations (tenant_id, id)`,
    )
    await knex.raw('create index absences_by_end on absences (tenant_id, resource_id, ends_at)')
  },
}
