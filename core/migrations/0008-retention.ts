import type { Migration } from '../platform/db/migrate.ts'
import { guardByTenant, openToCourier } from '../platform/db/tenant-table.ts'

export const retentionMigration: Migration = {
  name: '0008-retention',
  async up(knex) {
    // Up to where a tenant's events were deleted: a reader whose cursor is lower has missed some.
    await knex.raw('create table forgotten_events (tenant_id uuid primary key, position bigint not null)')
    await guardByTenant(knex, 'forgotten_events')
    await openToCourier(knex, 'forgotten_events', 'select, insert, update')
    await knex.raw('grant delete on events to askpro_courier')
    await knex.raw(
      'create index calls_with_content on calls (tenant_id, id) where transcript is not null or analysis is not null',
    )
  },
}
