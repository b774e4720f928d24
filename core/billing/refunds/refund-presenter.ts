import type { Refund } from './refund.ts'

/** A refund as the API shows it. */
export const presentRefund = (refund: Refund) => ({
  id: refund.id,
  invoice_id: refund.invoiceId,
  payment_id: refund.paymentId,
  credit_note_id: refund.creditNoteId,
  amount_minor: refund.amountMinor,
  currency: refund.currency,
  reason: refund.reason,
  state: refund.state,
  reference: refund.reference,
  why: refund.why,
  created_at: refund.createdAt.toISOString(),
  settled_at: refund.settledAt?.toISOString() ?? null,
})
