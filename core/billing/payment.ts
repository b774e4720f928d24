import type { IssuedInvoice } from './invoice.ts'

/** Money that came in for an invoice, in minor units. */
export interface Payment {
  readonly id: string
  /** The provider's. */
  readonly reference: string
  readonly amountMinor: number
  /** Given back, or on its way back. */
  readonly refundedMinor: number
  /** Taken away by disputes that were lost. */
  readonly lostMinor: number
  /** What disputes are about that are still open. */
  readonly disputedMinor: number
  readonly currency: string
  readonly receivedAt: Date
}

/** What of the payments is (or will be) still there. */
export const keptMinor = (payments: readonly Payment[]): number =>
  payments.reduce((sum, one) => sum + one.amountMinor - one.refundedMinor - one.lostMinor, 0)

/** What the recipient has to bring in money: the total less wallet credit and credit notes. */
const dueInMoney = ({ totals, settlement }: Pick<IssuedInvoice, 'totals' | 'settlement'>): number => {
  const credited = settlement.creditedNetMinor + settlement.creditedTaxMinor
  return Math.max(0, totals.total_minor - settlement.walletMinor - credited)
}

/** What is to be given back: money that is there and that the invoice, as it is credited by now, does not ask for. */
export const returnableMinor = (invoice: IssuedInvoice, payments: readonly Payment[]): number =>
  Math.max(0, keptMinor(payments) - dueInMoney(invoice))

/** What was given back or taken away of a paid invoice without a credit note that says so. */
export const uncreditedMinor = (invoice: IssuedInvoice, payments: readonly Payment[]): number =>
  invoice.status === 'paid' ? Math.max(0, dueInMoney(invoice) - keptMinor(payments)) : 0

export interface Share {
  readonly payment: Payment
  readonly amountMinor: number
}

/**
 * Of which payments an amount is given back, the last one first. What a dispute is about is left alone: the bank may take
 * it. Undefined where the rest is not enough.
 */
export const sharesOf = (amountMinor: number, payments: readonly Payment[]): Share[] | undefined => {
  let left = amountMinor
  const shares = payments.map((payment) => {
    const { amountMinor: all, refundedMinor, lostMinor, disputedMinor } = payment
    const share = Math.max(0, Math.min(left, all - refundedMinor - lostMinor - disputedMinor))
    left -= share
    return { payment, amountMinor: share }
  })
  return left > 0 ? undefined : shares.filter((share) => share.amountMinor > 0)
}
