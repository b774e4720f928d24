/** `pending` from the wish until the provider says otherwise. */
export type RefundStatus = 'pending' | 'succeeded' | 'failed'

export interface Refund {
  readonly id: string
  readonly issuerId: string
  readonly recipientId: string
  readonly invoiceId: string
  readonly paymentId: string
  readonly creditNoteId: string | null
  readonly amountMinor: number
  readonly currency: string
  readonly reason: string
  readonly state: RefundStatus
  /** The provider's; null while it has not answered. */
  readonly reference: string | null
  readonly why: string | null
  readonly createdAt: Date
  readonly settledAt: Date | null
}

/** What the provider says of a refund. */
export interface RefundNews {
  readonly state: RefundStatus
  readonly reference: string | null
  readonly why?: string | undefined
}

const RANK: Record<RefundStatus, number> = { pending: 0, succeeded: 1, failed: 2 }

/**
 * Whether news say more than is known. News come in any order, so a state only gives way to a later one: pending,
 * succeeded, failed (a bank may send the money back). One that failed without ever being at the provider gives way to
 * whatever the provider has.
 */
export const isNews = (
  { state, reference }: Pick<Refund, 'state' | 'reference'>,
  news: RefundNews,
): boolean => {
  if (reference === null && news.reference !== null) return true
  return RANK[news.state] > RANK[state]
}

/** How much more (or less, below zero) of the payment is given back by the change. */
export const refundedBy = (before: Pick<Refund, 'state' | 'amountMinor'>, after: RefundStatus): number => {
  const counted = (state: RefundStatus) => (state === 'failed' ? 0 : before.amountMinor)
  return counted(after) - counted(before.state)
}
