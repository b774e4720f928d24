import type { Knex } from 'knex'
import type { Migration } from '../platform/db/migrate.ts'
import { createTenantTable } from '../platform/db/tenant-table.ts'

const RECIPIENT = "recipient_id = any (nullif(current_setting('app.tenants', true), '')::uuid[])"

/** Rows belong to who issues invoices; who receives them may read what is about them. */
async function createEdgeTable(knex: Knex, table: string, columns: string): Promise<void> {
  await createTenantTable(
    knex,
    table,
    `recipient_id uuid not null references directory_tenants (id),
     ${columns}`,
  )
  await knex.raw(`create policy ${table}_of_recipient on ${table} for select using (${RECIPIENT})`)
}

/** How invoices are paid: with what, where, what was given back and what banks object to. */
export const paymentsMigration: Migration = {
  name: '0020-payments',
  async up(knex) {
    // Of a means of payment only what may be shown. `failure` is why the last collection with it failed.
    await createEdgeTable(
      knex,
      'payers',
      `email text,
       method jsonb,
       failure text,
       checked_at timestamptz,
       version integer not null default 1,
       unique (tenant_id, recipient_id)`,
    )
    await createEdgeTable(
      knex,
      'payment_method_setups',
      `connection_id uuid not null,
       state text not null check (state in ('opening', 'open', 'done', 'expired')),
       return_url text not null,
       reference text,
       url text,
       expires_at timestamptz,
       created_at timestamptz not null`,
    )
    await knex.raw(`create unique index payment_method_setups_live
      on payment_method_setups (tenant_id, recipient_id) where state in ('opening', 'open')`)
    // What the provider made of an invoice; the id is the invoice's.
    await createEdgeTable(
      knex,
      'invoice_collections',
      `reference text,
       state text not null check (state in ('open', 'paid', 'failed')),
       page text,
       why text,
       updated_at timestamptz not null,
       foreign key (tenant_id, id) references invoices (tenant_id, id)`,
    )
    // Raised with the wish to give back, lowered when that fails: the last wall against giving back more than came in.
    await knex.raw(`alter table payments add column refunded_minor bigint not null default 0
      check (refunded_minor between 0 and greatest(amount_minor, 0))`)
    await createEdgeTable(
      knex,
      'refunds',
      `invoice_id uuid not null,
       payment_id uuid not null,
       credit_note_id uuid,
       amount_minor bigint not null check (amount_minor > 0),
       currency text not null,
       reason text not null,
       state text not null check (state in ('pending', 'succeeded', 'failed')),
       reference text,
       why text,
       created_at timestamptz not null,
       settled_at timestamptz,
       unique (tenant_id, reference),
       foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
       foreign key (tenant_id, payment_id) references payments (tenant_id, id)`,
    )
    await knex.raw('create index refunds_of_invoice on refunds (tenant_id, invoice_id)')
    await createEdgeTable(
      knex,
      'disputes',
      `invoice_id uuid not null,
       payment_id uuid not null,
       reference text not null,
       amount_minor bigint not null check (amount_minor > 0),
       currency text not null,
       reason text not null,
       state text not null check (state in ('needs_response', 'under_review', 'won', 'lost')),
       respond_by timestamptz,
       opened_at timestamptz not null,
       closed_at timestamptz,
       unique (tenant_id, reference),
       foreign key (tenant_id, invoice_id) references invoices (tenant_id, id),
       foreign key (tenant_id, payment_id) references payments (tenant_id, id)`,
    )
    await knex.raw('create index disputes_of_invoice on disputes (tenant_id, invoice_id)')
  },
}
