import { sql } from '../platform/db/sql.ts'
import type { Tx } from '../platform/db/tx.ts'
import type { Payment } from './payment.ts'

interface PaymentRow {
  id: string
  reference: string
  amount_minor: string
  refunded_minor: string
  lost_minor: string
  disputed_minor: string
  currency: string
  received_at: Date
}

/** False when that payment was recorded before. */
export async function insertPayment(
  tx: Tx,
  payment: {
    tenantId: string
    id: string
    invoiceId: string
    reference: string
    amountMinor: number
    currency: string
    at: Date
  },
): Promise<boolean> {
  const inserted = await tx.run(
    sql('payments')
      .insert({
        tenant_id: payment.tenantId,
        id: payment.id,
        invoice_id: payment.invoiceId,
        reference: payment.reference,
        amount_minor: payment.amountMinor,
        currency: payment.currency,
        received_at: payment.at,
      })
      .onConflict(['tenant_id', 'invoice_id', 'reference'])
      .ignore(),
  )
  return inserted === 1
}

/** The last one first. */
export async function findPayments(tx: Tx, issuerId: string, invoiceId: string): Promise<Payment[]> {
  const rows = await tx.rows<PaymentRow>({
    text: `select id, reference, amount_minor, refunded_minor, currency, received_at,
        (select coalesce(sum(d.amount_minor), 0) from disputes d
          where d.tenant_id = p.tenant_id and d.payment_id = p.id and d.state = 'lost') as lost_minor,
        (select coalesce(sum(d.amount_minor), 0) from disputes d
          where d.tenant_id = p.tenant_id and d.payment_id = p.id
            and d.state in ('needs_response', 'under_review')) as disputed_minor
      from payments p where tenant_id = $1 and invoice_id = $2 order by received_at desc, id desc`,
    values: [issuerId, invoiceId],
  })
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    amountMinor: Number(row.amount_minor),
    refundedMinor: Number(row.refunded_minor),
    lostMinor: Number(row.lost_minor),
    disputedMinor: Number(row.disputed_minor),
    currency: row.currency,
    receivedAt: row.received_at,
  }))
}

/** Fails by a constraint where more would have been given back than the payment brought. */
export async function addRefunded(
  tx: Tx,
  issuerId: string,
  { paymentId, minor }: { paymentId: string; minor: number },
): Promise<void> {
  await tx.run({
    text: `update payments set refunded_minor = refunded_minor + $3 where tenant_id = $1 and id = $2`,
    values: [issuerId, paymentId, minor],
  })
}
