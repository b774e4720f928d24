import type { Dispute } from './dispute.ts'

/** A dispute as the API shows it. */
export const presentDispute = (dispute: Dispute) => ({
  id: dispute.id,
  invoice_id: dispute.invoiceId,
  payment_id: dispute.paymentId,
  reference: dispute.reference,
  amount_minor: dispute.amountMinor,
  currency: dispute.currency,
  reason: dispute.reason,
  state: dispute.state,
  respond_by: dispute.respondBy?.toISOString() ?? null,
  opened_at: dispute.openedAt.toISOString(),
  closed_at: dispute.closedAt?.toISOString() ?? null,
})
