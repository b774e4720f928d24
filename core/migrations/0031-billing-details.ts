import type { Migration } from '../platform/db/migrate.ts'
import { guardByTenant } from '../platform/db/tenant-table.ts'

/** Who a tenant is on invoices, as sender and as recipient: one row each, and none where nothing was said. */
export const billingDetailsMigration: Migration = {
  name: '0031-billing-details',
  async up(knex) {
    await knex.raw(`create table billing_details (
      tenant_id uuid primary key references directory_tenants (id),
      details jsonb not null,
      version integer not null default 1,
      updated_at timestamptz not null
    )`)
    await guardByTenant(knex, 'billing_details')
  },
}
