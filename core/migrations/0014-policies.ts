import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/**
 * What customers may change, by whom it is about: at most one of the three; none is the client itself. `caller_key` is
 * a hash that stands with a live hold only. `moves` counts those of the customer.
 */
export const policiesMigration: Migration = {
  name: '0014-policies',
  async up(knex) {
    await createTenantTable(
      knex,
      'policies',
      `location_id uuid,
       service_id uuid,
       resource_id uuid,
       rules jsonb not null,
       version integer not null default 1,
       updated_at timestamptz not null,
       check (num_nonnulls(location_id, service_id, resource_id) <= 1),
       unique nulls not distinct (tenant_id, location_id, service_id, resource_id),
       foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade,
       foreign key (tenant_id, service_id) references services (tenant_id, id) on delete cascade,
       foreign key (tenant_id, resource_id) references resources (tenant_id, id) on delete cascade`,
    )
    await knex.raw(`alter table appointments
      add column caller_key text,
      add column moves integer not null default 0,
      add column cancelled_by_customer_at timestamptz`)
    await knex.raw(`create index appointments_cancelled_by_customer
      on appointments (tenant_id, customer_id, cancelled_by_customer_at) where cancelled_by_customer_at is not null`)
  },
}
