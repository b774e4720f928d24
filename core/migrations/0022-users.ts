import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/** People who sign in: who they are in each tenant, and what must be found before a tenant is known. */
export const usersMigration: Migration = {
  name: '0022-users',
  async up(knex) {
    // One person everywhere. Names and addresses stand behind the tenants' walls, in `members`.
    await knex.raw(`create table directory_users (
      id uuid primary key,
      email_hash bytea not null unique,
      password_hash text not null,
      language text not null check (language in ('de', 'en')),
      totp_secret text,
      totp_counter bigint,
      totp_pending text,
      recovery_hashes bytea[] not null default '{}',
      created_at timestamptz not null
    )`)
    await knex.raw(`create table directory_memberships (
      user_id uuid not null references directory_users (id) on delete cascade,
      tenant_id uuid not null references directory_tenants (id),
      role text not null
        check (role in ('agency_owner', 'agency_member', 'client_admin', 'client_staff', 'viewer')),
      created_at timestamptz not null,
      primary key (user_id, tenant_id)
    )`)
    await knex.raw('create index directory_memberships_of_tenant on directory_memberships (tenant_id)')
    await knex.raw(`create table directory_sessions (
      id uuid primary key,
      token_hash bytea not null unique,
      user_id uuid not null references directory_users (id) on delete cascade,
      browser text,
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      expires_at timestamptz not null
    )`)
    await knex.raw('create index directory_sessions_of_user on directory_sessions (user_id)')
    // Links that are good once: to set up an agency's first owner, to accept an invitation, to set a new password.
    await knex.raw(`create table directory_user_links (
      token_hash bytea primary key,
      kind text not null check (kind in ('setup', 'invitation', 'reset')),
      tenant_id uuid not null references directory_tenants (id),
      subject_id uuid,
      expires_at timestamptz not null,
      check ((kind = 'setup') = (subject_id is null))
    )`)
    // `id` is the user's.
    await createTenantTable(
      knex,
      'members',
      `name text not null,
       email text not null,
       created_at timestamptz not null`,
    )
    await createTenantTable(
      knex,
      'invitations',
      `email text not null,
       role text not null,
       invited_by uuid,
       created_at timestamptz not null,
       expires_at timestamptz not null`,
    )
  },
}
