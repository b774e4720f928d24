export type DisputeState = 'needs_response' | 'under_review' | 'won' | 'lost'

export interface Dispute {
  readonly id: string
  readonly issuerId: string
  readonly recipientId: string
  readonly invoiceId: string
  readonly paymentId: string
  /** The provider's. */
  readonly reference: string
  readonly amountMinor: number
  readonly currency: string
  /** The provider's word. */
  readonly reason: string
  readonly state: DisputeState
  /** Until when it can be answered. */
  readonly respondBy: Date | null
  readonly openedAt: Date
  readonly closedAt: Date | null
}

/** News come in any order, so a state only gives way to a later one; one that was lost may be won on appeal. */
const RANK: Record<DisputeState, number> = { needs_response: 0, under_review: 1, lost: 2, won: 3 }

export const isLater = (state: DisputeState, than: DisputeState): boolean => RANK[state] > RANK[than]

export const isClosed = (state: DisputeState): boolean => state === 'won' || state === 'lost'

/** What is told of a dispute that has come to a state; nothing of one that is only being looked at. */
export const eventOf = (state: DisputeState): string | undefined =>
  isClosed(state) ? `invoice.dispute_${state}` : undefined
