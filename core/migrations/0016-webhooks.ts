import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant, openToCourier } from '../platform/db/tenant-table.ts'

/**
 * Webhooks out, and what was refused of those that come in. A delivery is one event for one endpoint; `round` names the job that may work on it, so that one of
 * before it was started again changes nothing. `tries` counts within the round. Whoever reads the event stream for all
 * tenants sees which endpoint wants what, and nothing else of it.
 */
export const webhooksMigration: Migration = {
  name: '0016-webhooks',
  async up(knex) {
    await createTenantTable(
      knex,
      'webhook_endpoints',
      `url text not null,
       description text not null default '',
       event_types text[] not null,
       secrets text not null,
       state text not null default 'enabled' check (state in ('enabled', 'disabled')),
       disabled_why text,
       failing_since timestamptz,
       failures integer not null default 0,
       version integer not null default 1,
       created_at timestamptz not null,
       updated_at timestamptz not null`,
    )
    await openToCourier(knex, 'webhook_endpoints', 'select (tenant_id, id, state, event_types)')
    await createTenantTable(
      knex,
      'webhook_deliveries',
      `endpoint_id uuid not null,
       event_id uuid not null,
       event_type text not null,
       state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed')),
       round integer not null default 1,
       tries integer not null default 0,
       last_error text,
       created_at timestamptz not null,
       ended_at timestamptz,
       unique (tenant_id, endpoint_id, event_id),
       foreign key (tenant_id, endpoint_id) references webhook_endpoints (tenant_id, id) on delete cascade`,
    )
    await openToCourier(knex, 'webhook_deliveries', 'select, insert')
    await knex.raw(
      'create index webhook_deliveries_of_endpoint on webhook_deliveries (tenant_id, endpoint_id, id)',
    )
    await createTenantTable(
      knex,
      'webhook_attempts',
      `delivery_id uuid not null,
       at timestamptz not null,
       duration_ms integer not null,
       status smallint,
       error text,
       answer text,
       foreign key (tenant_id, delivery_id) references webhook_deliveries (tenant_id, id) on delete cascade`,
    )
    await knex.raw(
      'create index webhook_attempts_of_delivery on webhook_attempts (tenant_id, delivery_id, id)',
    )
    // Deliveries to hooks whose signature did not match: counted by reason, since what an attacker sends is not kept.
    await knex.raw(`create table hook_rejections (
      tenant_id uuid not null,
      connection_id uuid not null,
      hook text not null,
      why text not null,
      count bigint not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      primary key (tenant_id, connection_id, hook, why),
      foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
    )`)
    await guardByTenant(knex, 'hook_rejections')
  },
}
