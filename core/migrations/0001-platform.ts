import type { Knex } from 'knex'
import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant, openToCourier } from '../platform/db/tenant-table.ts'

export const platformMigration: Migration = {
  name: '0001-platform',
  async up(knex) {
    await knex.raw('create extension if not exists btree_gist')

    // Append-only. `position` is stamped by the relay after commit, so readers never skip a late commit.
    // `seq` is the order in which they were written: unlike a time of day it never runs backwards.
    await createTenantTable(
      knex,
      'events',
      `position bigint unique,
       seq bigint generated always as identity,
       aggregate text not null,
       aggregate_id uuid not null,
       version integer not null,
       type text not null,
       payload jsonb not null,
       trace text,
       occurred_at timestamptz not null,
       recorded_at timestamptz not null default clock_timestamp()`,
    )
    await openToCourier(knex, 'events', 'select, update')
    await knex.raw('create index events_unstamped on events (seq) where position is null')
    await knex.raw('create index events_of_tenant on events (tenant_id, position)')
    await knex.raw('create index events_of_aggregate on events (tenant_id, aggregate, aggregate_id)')
    await knex.raw('create sequence event_positions')

    // How far each consumer in the hub has read. One process at a time reads for it: the lease, fenced by `token`.
    await knex.raw(`create table event_cursors (
      consumer text primary key,
      position bigint not null,
      token bigint not null default 0,
      lease_until timestamptz,
      updated_at timestamptz not null default clock_timestamp()
    )`)
    await knex.raw('grant select, insert, update on event_cursors to askpro_courier')

    // `tenant_id` is null for the hub's own housekeeping. `token` fences: a runner whose lease was taken over
    // can no longer report, since its token is not the row's any more. `crashes` counts the runners that died
    // over it one after the other. `handed_out_at` is set while Redis knows of the job. `max_attempts` overrides
    // the handler's.
    await knex.raw(`create table jobs (
      id uuid primary key,
      tenant_id uuid,
      kind text not null,
      payload jsonb not null,
      unique_key text,
      state text not null default 'waiting'
        check (state in ('waiting', 'running', 'done', 'cancelled', 'failed', 'quarantined')),
      priority smallint not null default 0 check (priority between 0 and 100),
      run_at timestamptz not null,
      attempts integer not null default 0,
      crashes integer not null default 0,
      max_attempts integer,
      token bigint not null default 0,
      lease_until timestamptz,
      handed_out_at timestamptz,
      last_error text,
      trace text,
      created_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz
    )`)
    await guardByTenant(knex, 'jobs')
    await openToCourier(knex, 'jobs', 'select, insert, update, delete')
    await indexJobs(knex)

    await knex.raw(`create table idempotency_keys (
      tenant_id uuid not null,
      key text not null,
      fingerprint text not null,
      status integer,
      body jsonb,
      created_at timestamptz not null default clock_timestamp(),
      primary key (tenant_id, key)
    )`)
    await guardByTenant(knex, 'idempotency_keys')
    await openToCourier(knex, 'idempotency_keys', 'select, delete')
    await knex.raw('create index idempotency_keys_by_age on idempotency_keys (created_at)')

    // One row that only the right master key can read.
    await knex.raw(
      'create table directory_canary (id boolean primary key default true check (id), sealed text not null)',
    )
  },
}

/** One index for each question that is asked while jobs run; all but two hold unfinished or keyed jobs only. */
async function indexJobs(knex: Knex): Promise<void> {
  await knex.raw('create unique index jobs_unique on jobs (kind, unique_key) where unique_key is not null')
  await knex.raw(`create index jobs_due on jobs (kind, priority desc, run_at, id) where state = 'waiting'`)
  await knex.raw(
    `create index jobs_to_hand_out on jobs (priority desc, run_at, id) where state = 'waiting' and handed_out_at is null`,
  )
  await knex.raw(
    `create index jobs_handed_out on jobs (handed_out_at) where state = 'waiting' and handed_out_at is not null`,
  )
  await knex.raw(`create index jobs_leased on jobs (lease_until) where state = 'running'`)
  await knex.raw('create index jobs_of_tenant on jobs (tenant_id, id)')
  await knex.raw('create index jobs_finished on jobs (finished_at) where finished_at is not null')
}
