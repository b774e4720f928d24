import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { CreditNote } from './credit-note.ts'
import type { DraftInvoice, Invoice } from './invoice.ts'
import type { InvoiceTotals } from './invoice-totals.ts'
import type { PriceLine } from './price-line.ts'

interface InvoiceRow {
  id: string
  tenant_id: string
  recipient_id: string
  subscription_id: string
  number: string | null
  status: Invoice['status']
  state: Record<string, unknown>
  currency: string
  zone: string
  period_start: Date
  period_end: Date
  lines: PriceLine[]
  totals: InvoiceTotals
  version: number
}

/** An invoice with what the store adds to it. */
export interface StoredInvoice {
  invoice: Invoice
  subscriptionId: string
  /** The recipient's zone, in which the period was counted. */
  zone: string
  version: number
}

/** Writes or rewrites the draft of a subscription's period; an invoice that has left the draft stage stays. */
export async function upsertDraft(
  tx: Tx,
  draft: { invoice: DraftInvoice; subscriptionId: string; zone: string; at: Date },
): Promise<void> {
  const { invoice, at } = draft
  await tx.run({
    text: `insert into invoices (tenant_id, id, recipient_id, subscription_id, status, currency, zone,
        period_start, period_end, lines, totals, created_at, updated_at)
      values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $11)
      on conflict (tenant_id, subscription_id, period_start) do update
        set lines = excluded.lines, totals = excluded.totals, updated_at = excluded.updated_at,
            version = invoices.version + 1
        where invoices.status = 'draft' and invoices.lines is distinct from excluded.lines`,
    values: [
      invoice.issuerId,
      invoice.id,
      invoice.recipientId,
      draft.subscriptionId,
      invoice.currency,
      draft.zone,
      new Date(invoice.period.start),
      new Date(invoice.period.end),
      JSON.stringify(invoice.lines),
      JSON.stringify(invoice.totals),
      at,
    ],
  })
}

/** Everything but the id and what it is about may have changed. */
export async function saveInvoice(tx: Tx, invoice: Invoice, at: Date): Promise<void> {
  const { id, issuerId, recipientId, currency, period, lines, totals, status, ...state } = invoice
  const number = 'number' in invoice ? invoice.number : null
  await tx.run(
    sql('invoices')
      .where({ tenant_id: issuerId, id })
      .update({
        status,
        number,
        state: JSON.stringify(state),
        lines: JSON.stringify(lines),
        totals: JSON.stringify(totals),
        version: sql.raw('version + 1'),
        updated_at: at,
      }),
  )
}

export async function findInvoice(
  tx: Tx,
  id: string,
  options: { issuerId?: string; lock?: boolean } = {},
): Promise<StoredInvoice | undefined> {
  const query = sql('invoices').where({ id })
  if (options.issuerId) query.andWhere('tenant_id', options.issuerId)
  if (options.lock) query.forUpdate()
  const row = await tx.first<InvoiceRow>(query)
  return row && asInvoice(row)
}

export async function findDraftOf(
  tx: Tx,
  issuerId: string,
  period: { subscriptionId: string; start: number },
): Promise<StoredInvoice | undefined> {
  const row = await tx.first<InvoiceRow>(
    sql('invoices').where({
      tenant_id: issuerId,
      subscription_id: period.subscriptionId,
      period_start: new Date(period.start),
    }),
  )
  return row && asInvoice(row)
}

/** All drafts of a subscription, the oldest period first. */
export async function findDraftsOf(
  tx: Tx,
  issuerId: string,
  subscriptionId: string,
): Promise<StoredInvoice[]> {
  const rows = await tx.rows<InvoiceRow>(
    sql('invoices')
      .where({ tenant_id: issuerId, subscription_id: subscriptionId, status: 'draft' })
      .orderBy('period_start'),
  )
  return rows.map(asInvoice)
}

/** Those the tenant issued and those it received: the policies let through nothing else. */
export async function listInvoices(
  tx: Tx,
  tenantId: string,
  page: { after?: string | undefined; limit: number },
): Promise<StoredInvoice[]> {
  const query = sql('invoices')
    .where((either) => either.where({ tenant_id: tenantId }).orWhere({ recipient_id: tenantId }))
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.after) query.andWhere('id', '<', page.after)
  return (await tx.rows<InvoiceRow>(query)).map(asInvoice)
}

export async function findDueDrafts(tx: Tx, issuerId: string, before: Date): Promise<StoredInvoice[]> {
  const rows = await tx.rows<InvoiceRow>(
    sql('invoices')
      .where({ tenant_id: issuerId, status: 'draft' })
      .where('period_end', '<=', before)
      .orderBy('id'),
  )
  return rows.map(asInvoice)
}

/** The next number of a series, without gaps: the row stays locked until the invoice that takes it is committed. */
export async function nextSequence(tx: Tx, issuerId: string, series: string): Promise<number> {
  const row = await tx.first<{ last: number }>({
    text: `insert into invoice_numbers (tenant_id, series, last) values ($1, $2, 1)
      on conflict (tenant_id, series) do update set last = invoice_numbers.last + 1 returning last`,
    values: [issuerId, series],
  })
  if (!row) throw new Error('no invoice number was given')
  return row.last
}

export async function insertCreditNote(
  tx: Tx,
  note: CreditNote,
  parties: { issuerId: string; recipientId: string },
): Promise<void> {
  await tx.run(
    sql('credit_notes').insert({
      tenant_id: parties.issuerId,
      id: note.id,
      invoice_id: note.invoiceId,
      recipient_id: parties.recipientId,
      number: note.number,
      reason: note.reason,
      currency: note.currency,
      lines: JSON.stringify(note.lines),
      totals: JSON.stringify(note.totals),
      issued_at: new Date(note.issuedAt),
    }),
  )
}

/** Final ones that the recipient has yet to pay. */
export async function findOpenIds(
  tx: Tx,
  { issuerId, recipientId }: { issuerId: string; recipientId: string },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql('invoices')
      .where({ tenant_id: issuerId, recipient_id: recipientId, status: 'final' })
      .orderBy('id')
      .select('id'),
  )
  return rows.map(({ id }) => id)
}

function asInvoice(row: InvoiceRow): StoredInvoice {
  const content = {
    id: row.id,
    issuerId: row.tenant_id,
    recipientId: row.recipient_id,
    currency: row.currency,
    period: { start: row.period_start.getTime(), end: row.period_end.getTime() },
    lines: row.lines,
    totals: row.totals,
  }
  const invoice = { ...content, ...row.state, status: row.status } as Invoice
  return { invoice, subscriptionId: row.subscription_id, zone: row.zone, version: row.version }
}
