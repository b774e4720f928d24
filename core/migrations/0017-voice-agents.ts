import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

/**
 * Voice agents that the hub makes at a provider. A connection cannot go while one of them stands: what it would leave
 * behind at the provider nobody could take away any more.
 */
export const voiceAgentsMigration: Migration = {
  name: '0017-voice-agents',
  async up(knex) {
    await createTenantTable(
      knex,
      'voice_agents',
      `location_id uuid not null,
       connection_tenant_id uuid not null,
       connection_id uuid not null,
       name text not null,
       instructions text not null default '',
       greeting text,
       voice text,
       transfer_to text,
       state text not null check (state in ('pending', 'ready', 'failed', 'retiring')),
       why text,
       reference text,
       provider_version text,
       provisioned_at timestamptz,
       claimed_until timestamptz,
       version integer not null default 1,
       created_at timestamptz not null,
       unique (tenant_id, location_id, connection_id),
       foreign key (tenant_id, location_id) references locations (tenant_id, id),
       foreign key (connection_tenant_id, connection_id) references connections (tenant_id, id)`,
    )
    // Why a call ended in words that all providers share, and whom its caller was put through to.
    await knex.raw('alter table calls add column ending text, add column transfer jsonb')
    await knex.raw(
      'create index voice_agents_of_connection on voice_agents (connection_tenant_id, connection_id)',
    )
  },
}
