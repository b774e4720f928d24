import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

export const tenantsMigration: Migration = {
  name: '0002-tenants',
  async up(knex) {
    // Directory tables: what must be found before a tenant is known. They hold ids and hashes, nothing personal.
    await knex.raw(`create table directory_tenants (
      id uuid primary key,
      parent_id uuid references directory_tenants (id),
      kind text not null check (kind in ('agency', 'partner', 'client'))
    )`)
    await knex.raw(`create table directory_api_keys (
      id text primary key,
      tenant_id uuid not null references directory_tenants (id),
      secret_hash bytea not null,
      scopes text[] not null,
      expires_at timestamptz,
      revoked_at timestamptz
    )`)

    await createTenantTable(
      knex,
      'tenants',
      `parent_id uuid references directory_tenants (id),
       kind text not null check (kind in ('agency', 'partner', 'client')),
       name text not null,
       zone text not null,
       currency text not null,
       language text not null,
       version integer not null default 1,
       created_at timestamptz not null,
       check (tenant_id = id)`,
    )
    await createTenantTable(
      knex,
      'locations',
      `name text not null,
       zone text not null,
       language text not null,
       address text,
       version integer not null default 1,
       created_at timestamptz not null`,
    )
    await createTenantTable(
      knex,
      'api_keys',
      `public_id text not null unique references directory_api_keys (id),
       name text not null,
       scopes text[] not null,
       created_at timestamptz not null,
       expires_at timestamptz,
       revoked_at timestamptz`,
    )
  },
}
