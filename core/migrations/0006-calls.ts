import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

export const callsMigration: Migration = {
  name: '0006-calls',
  async up(knex) {
    // The number dialled leads to client and location; the connection says which account may speak for it.
    await knex.raw(`create table directory_numbers (
      number text primary key check (number ~ '^[+][1-9][0-9]{4,14}$'),
      tenant_id uuid not null references directory_tenants (id),
      location_id uuid not null,
      connection_tenant_id uuid not null,
      connection_id uuid not null
    )`)
    await createTenantTable(
      knex,
      'phone_numbers',
      `number text not null unique references directory_numbers (number),
       location_id uuid not null,
       connection_tenant_id uuid not null,
       connection_id uuid not null,
       created_at timestamptz not null,
       foreign key (tenant_id, location_id) references locations (tenant_id, id)`,
    )
    // `rank` is that of the best report so far: 0 seen, 1 started, 2 ended, 3 analysed; `field_ranks` says for each
    // field who told it, so that the order in which reports arrive does not matter.
    await createTenantTable(
      knex,
      'calls',
      `connection_tenant_id uuid not null,
       connection_id uuid not null,
       provider_call_id text not null,
       location_id uuid not null,
       direction text not null,
       from_number text,
       to_number text not null,
       status text not null check (status in ('registered', 'ongoing', 'ended', 'not_connected', 'error')),
       rank smallint not null,
       field_ranks jsonb not null,
       started_at timestamptz,
       ended_at timestamptz,
       duration_ms bigint,
       disconnection_reason text,
       transcript text,
       analysis jsonb,
       cost jsonb,
       outcome text,
       customer_id uuid,
       version integer not null default 1,
       created_at timestamptz not null,
       updated_at timestamptz not null,
       unique (tenant_id, connection_id, provider_call_id),
       foreign key (tenant_id, location_id) references locations (tenant_id, id),
       foreign key (tenant_id, customer_id) references customers (tenant_id, id)`,
    )
    await knex.raw('create index calls_by_time on calls (tenant_id, created_at desc, id desc)')
    // Proof of every spoken claim: what was asked, what was answered, how long it took.
    await createTenantTable(
      knex,
      'function_calls',
      `call_id uuid not null,
       name text not null,
       tool_call_id text,
       arguments jsonb not null,
       result jsonb not null,
       status text not null,
       started_at timestamptz not null,
       duration_ms integer not null,
       foreign key (tenant_id, call_id) references calls (tenant_id, id)`,
    )
    await knex.raw('create index function_calls_of_call on function_calls (tenant_id, call_id, started_at)')
    await createTenantTable(
      knex,
      'callbacks',
      `call_id uuid not null,
       location_id uuid not null,
       customer_id uuid,
       name text,
       phone text not null,
       wish text,
       reason text,
       state text not null default 'open' check (state in ('open', 'done', 'dropped')),
       created_at timestamptz not null,
       foreign key (tenant_id, call_id) references calls (tenant_id, id)`,
    )
    await knex.raw('create unique index callbacks_of_call on callbacks (tenant_id, call_id, phone)')
  },
}
