import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant, openToCourier } from '../platform/db/tenant-table.ts'

export const integrationsMigration: Migration = {
  name: '0004-integrations',
  async up(knex) {
    // Secrets and tokens are sealed; `settings` holds the rest, so that it can be shown and searched.
    await createTenantTable(
      knex,
      'connections',
      `plugin text not null,
       name text not null,
       settings jsonb not null,
       secrets text not null,
       tokens text,
       refreshing_until timestamptz,
       shared boolean not null default false,
       state text not null check (state in
         ('draft', 'connecting', 'ready', 'retrying', 'needs_reauth', 'misconfigured', 'failed', 'disabled')),
       state_info jsonb not null default '{}',
       version integer not null default 1,
       created_at timestamptz not null,
       updated_at timestamptz not null`,
    )
    // Whose connection a hook's address names: needed before a tenant is known.
    await knex.raw(`create table directory_hooks (
      connection_id uuid primary key,
      tenant_id uuid not null references directory_tenants (id),
      plugin text not null
    )`)
    await knex.raw(`create table directory_oauth_states (
      state text primary key,
      tenant_id uuid not null references directory_tenants (id),
      connection_id uuid not null,
      verifier text not null,
      expires_at timestamptz not null
    )`)

    await knex.raw(`create table connection_values (
      tenant_id uuid not null,
      connection_id uuid not null,
      key text not null,
      value jsonb not null,
      primary key (tenant_id, connection_id, key),
      foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
    )`)
    await guardByTenant(knex, 'connection_values')

    await knex.raw(`create table sync_checkpoints (
      tenant_id uuid not null,
      connection_id uuid not null,
      sync text not null,
      calendar text not null,
      checkpoint text,
      synced_at timestamptz,
      full_at timestamptz,
      failing_since timestamptz,
      last_error text,
      primary key (tenant_id, connection_id, sync, calendar),
      foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
    )`)
    await guardByTenant(knex, 'sync_checkpoints')

    // Accepted before it is understood: the exact bytes, once per dedupe key.
    await createTenantTable(
      knex,
      'inbox',
      `connection_id uuid not null,
       hook text not null,
       dedupe_key text not null,
       headers jsonb not null,
       body bytea not null,
       received_at timestamptz not null,
       processed_at timestamptz,
       unique (tenant_id, connection_id, hook, dedupe_key)`,
    )
    await openToCourier(knex, 'inbox', 'select, insert, update, delete')
  },
}
