import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

export const customersMigration: Migration = {
  name: '0003-customers',
  async up(knex) {
    // A withheld number is null, never a made-up text: nulls don't collide in the unique key.
    await createTenantTable(
      knex,
      'customers',
      `name text,
       phone text check (phone ~ '^[+][1-9][0-9]{4,14}$'),
       email text,
       language text not null,
       notes text not null default '',
       version integer not null default 1,
       created_at timestamptz not null,
       updated_at timestamptz not null,
       unique (tenant_id, phone)`,
    )
    await createTenantTable(
      knex,
      'communications',
      `customer_id uuid not null,
       channel text not null check (channel in ('call', 'sms', 'email', 'visit', 'note')),
       direction text not null check (direction in ('inbound', 'outbound')),
       call_id uuid,
       appointment_id uuid,
       summary text not null,
       occurred_at timestamptz not null,
       foreign key (tenant_id, customer_id) references customers (tenant_id, id)`,
    )
    await knex.raw(
      'create index communications_of_customer on communications (tenant_id, customer_id, occurred_at)',
    )
    await knex.raw(
      'create unique index communications_of_call on communications (tenant_id, call_id) where call_id is not null',
    )
  },
}
