import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable, guardByTenant } from '../platform/db/tenant-table.ts'

const RECIPIENT = "recipient_id = any (nullif(current_setting('app.tenants', true), '')::uuid[])"

export const billingMigration: Migration = {
  name: '0007-billing',
  async up(knex) {
    // The id says provider, call and meter: the same usage can be told any number of times and counts once, for ever.
    await createTenantTable(
      knex,
      'usage_events',
      `event_id text not null,
       meter text not null,
       quantity numeric not null check (quantity >= 0),
       call_id uuid,
       occurred_at timestamptz not null,
       received_at timestamptz not null,
       unique (tenant_id, event_id)`,
    )
    await knex.raw('create index usage_by_time on usage_events (tenant_id, occurred_at)')

    await createTenantTable(
      knex,
      'plans',
      `name text not null,
       terms jsonb not null,
       version integer not null default 1,
       created_at timestamptz not null`,
    )
    // Issued by the tenant to the recipient below it: one edge of the tree has its own prices.
    await createTenantTable(
      knex,
      'subscriptions',
      `recipient_id uuid not null references directory_tenants (id),
       plan_id uuid not null,
       anchor_date date not null,
       zone text not null,
       months integer not null check (months between 1 and 12),
       auto_finalize boolean not null default true,
       ended_at timestamptz,
       created_at timestamptz not null,
       foreign key (tenant_id, plan_id) references plans (tenant_id, id)`,
    )
    await knex.raw(
      'create unique index subscriptions_live on subscriptions (tenant_id, recipient_id) where ended_at is null',
    )

    await createTenantTable(
      knex,
      'invoices',
      `recipient_id uuid not null references directory_tenants (id),
       subscription_id uuid not null,
       number text,
       status text not null check (status in ('draft', 'final', 'paid', 'uncollectible', 'void')),
       state jsonb not null default '{}',
       currency text not null,
       zone text not null,
       period_start timestamptz not null,
       period_end timestamptz not null,
       lines jsonb not null,
       totals jsonb not null,
       version integer not null default 1,
       created_at timestamptz not null,
       updated_at timestamptz not null,
       unique (tenant_id, number),
       unique (tenant_id, subscription_id, period_start),
       check ((status = 'draft') = (number is null)),
       foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id)`,
    )
    await knex.raw(`create policy invoices_of_recipient on invoices for select using (${RECIPIENT})`)
    await knex.raw('create index invoices_by_recipient on invoices (recipient_id, period_start)')

    await createTenantTable(
      knex,
      'credit_notes',
      `invoice_id uuid not null,
       recipient_id uuid not null references directory_tenants (id),
       number text not null,
       reason text not null,
       currency text not null,
       lines jsonb not null,
       totals jsonb not null,
       issued_at timestamptz not null,
       unique (tenant_id, number),
       foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)`,
    )
    await knex.raw(`create policy credit_notes_of_recipient on credit_notes for select using (${RECIPIENT})`)

    // Which invoice charged which usage: what is not in here is still to be charged, however late it came.
    await knex.raw(`create table rated_usage (
      tenant_id uuid not null,
      subscription_id uuid not null,
      usage_tenant_id uuid not null,
      usage_id uuid not null,
      invoice_id uuid not null,
      primary key (tenant_id, usage_tenant_id, usage_id),
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
    )`)
    await guardByTenant(knex, 'rated_usage')
    await knex.raw('create index rated_usage_of_invoice on rated_usage (tenant_id, invoice_id)')

    // Counted up in the transaction that gives a number: a rollback takes it back, so there are no gaps.
    await knex.raw(`create table invoice_numbers (
      tenant_id uuid not null,
      series text not null,
      last integer not null,
      primary key (tenant_id, series)
    )`)
    await guardByTenant(knex, 'invoice_numbers')

    await createTenantTable(
      knex,
      'payments',
      `invoice_id uuid not null,
       reference text not null,
       amount_minor bigint not null,
       currency text not null,
       received_at timestamptz not null,
       unique (tenant_id, invoice_id, reference),
       foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)`,
    )
  },
}
