import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { Refund, RefundNews } from './refund.ts'

interface RefundRow {
  tenant_id: string
  id: string
  recipient_id: string
  invoice_id: string
  payment_id: string
  credit_note_id: string | null
  amount_minor: string
  currency: string
  reason: string
  state: Refund['state']
  reference: string | null
  why: string | null
  created_at: Date
  settled_at: Date | null
}

export async function insertRefund(tx: Tx, refund: Refund): Promise<void> {
  await tx.run(
    sql('refunds').insert({
      tenant_id: refund.issuerId,
      id: refund.id,
      recipient_id: refund.recipientId,
      invoice_id: refund.invoiceId,
      payment_id: refund.paymentId,
      credit_note_id: refund.creditNoteId,
      amount_minor: refund.amountMinor,
      currency: refund.currency,
      reason: refund.reason,
      state: refund.state,
      reference: refund.reference,
      why: refund.why,
      created_at: refund.createdAt,
      settled_at: refund.settledAt,
    }),
  )
}

export async function findRefund(
  tx: Tx,
  issuerId: string,
  by: { id: string } | { reference: string },
): Promise<Refund | undefined> {
  const row = await tx.first<RefundRow>(sql('refunds').where({ tenant_id: issuerId, ...by }))
  return row && asRefund(row)
}

/** Oldest first; the recipient sees them as well. */
export async function findRefundsOf(tx: Tx, invoiceId: string): Promise<Refund[]> {
  const rows = await tx.rows<RefundRow>(sql('refunds').where({ invoice_id: invoiceId }).orderBy('id'))
  return rows.map(asRefund)
}

export async function settleRefund(
  tx: Tx,
  { issuerId, id }: Pick<Refund, 'issuerId' | 'id'>,
  { state, reference, why, at }: RefundNews & { at: Date },
): Promise<void> {
  const settled_at = state === 'pending' ? null : at
  await tx.run(
    sql('refunds')
      .where({ tenant_id: issuerId, id })
      .update({ state, reference, why: why ?? null, settled_at }),
  )
}

const asRefund = (row: RefundRow): Refund => ({
  id: row.id,
  issuerId: row.tenant_id,
  recipientId: row.recipient_id,
  invoiceId: row.invoice_id,
  paymentId: row.payment_id,
  creditNoteId: row.credit_note_id,
  amountMinor: Number(row.amount_minor),
  currency: row.currency,
  reason: row.reason,
  state: row.state,
  reference: row.reference,
  why: row.why,
  createdAt: row.created_at,
  settledAt: row.settled_at,
})
