import { sql } from '../../platform/db/sql.ts'
import type { Tx } from '../../platform/db/tx.ts'
import type { Dispute, DisputeState } from './dispute.ts'

interface DisputeRow {
  tenant_id: string
  id: string
  recipient_id: string
  invoice_id: string
  payment_id: string
  reference: string
  amount_minor: string
  currency: string
  reason: string
  state: DisputeState
  respond_by: Date | null
  opened_at: Date
  closed_at: Date | null
}

export async function insertDispute(tx: Tx, dispute: Dispute): Promise<void> {
  await tx.run(
    sql('disputes').insert({
      tenant_id: dispute.issuerId,
      id: dispute.id,
      recipient_id: dispute.recipientId,
      invoice_id: dispute.invoiceId,
      payment_id: dispute.paymentId,
      reference: dispute.reference,
      amount_minor: dispute.amountMinor,
      currency: dispute.currency,
      reason: dispute.reason,
      state: dispute.state,
      respond_by: dispute.respondBy,
      opened_at: dispute.openedAt,
      closed_at: dispute.closedAt,
    }),
  )
}

export async function findDispute(tx: Tx, issuerId: string, reference: string): Promise<Dispute | undefined> {
  const row = await tx.first<DisputeRow>(sql('disputes').where({ tenant_id: issuerId, reference }))
  return row && asDispute(row)
}

/** Newest first. */
export async function listDisputes(
  tx: Tx,
  issuerId: string,
  {
    after,
    limit,
    states,
  }: { after?: string | undefined; limit: number; states?: readonly DisputeState[] | undefined },
): Promise<Dispute[]> {
  const query = sql('disputes').where({ tenant_id: issuerId }).orderBy('id', 'desc').limit(limit)
  if (after) query.andWhere('id', '<', after)
  if (states) query.whereIn('state', [...states])
  return (await tx.rows<DisputeRow>(query)).map(asDispute)
}

export async function findDisputesOf(tx: Tx, invoiceId: string): Promise<Dispute[]> {
  const rows = await tx.rows<DisputeRow>(sql('disputes').where({ invoice_id: invoiceId }).orderBy('id'))
  return rows.map(asDispute)
}

export async function moveDispute(
  tx: Tx,
  { issuerId, id }: Pick<Dispute, 'issuerId' | 'id'>,
  { state, closedAt }: Pick<Dispute, 'state' | 'closedAt'>,
): Promise<void> {
  await tx.run(sql('disputes').where({ tenant_id: issuerId, id }).update({ state, closed_at: closedAt }))
}

const asDispute = (row: DisputeRow): Dispute => ({
  id: row.id,
  issuerId: row.tenant_id,
  recipientId: row.recipient_id,
  invoiceId: row.invoice_id,
  paymentId: row.payment_id,
  reference: row.reference,
  amountMinor: Number(row.amount_minor),
  currency: row.currency,
  reason: row.reason,
  state: row.state,
  respondBy: row.respond_by,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
})
