import { parseDecimal, roundToMoney, toDecimalString } from '../platform/money.ts'
import type { BillingPeriod, PeriodShare } from './billing-period.ts'
import type { MeterId } from './meter.ts'

export type LineKind = 'fee' | 'usage' | 'minimum' | 'already_billed' | 'discount' | 'cap' | 'tax' | 'credit'

/** What the line's quantity was derived from, for the reader; the amount itself follows from the line alone. */
export type LineBasis =
  | { readonly kind: 'tier'; readonly after: string; readonly up_to: string | null; readonly unit: string }
  | { readonly kind: 'package'; readonly size: string; readonly used: string; readonly unit: string }
  | { readonly kind: 'limit'; readonly limit_minor: number }
  | { readonly kind: 'percent'; readonly percent: string }

/**
 * One line of an estimate or invoice. It explains itself: `amount_minor` is always
 * quantity x unit_price / price_quantity, in major units of the currency, rounded half-up once.
 * Seconds at a price per minute say price_quantity 60; 19 % of 29.00 says 29.00 x 19 / 100.
 * `period` holds epoch milliseconds, half-open; null in a preview that names none.
 */
export interface PriceLine {
  readonly kind: LineKind
  readonly meter?: MeterId
  readonly description_key: string
  readonly quantity: string
  readonly unit: string
  readonly unit_price: string
  readonly price_quantity: string
  readonly amount_minor: number
  readonly period: BillingPeriod | null
  readonly basis?: LineBasis
}

type Factors = Pick<PriceLine, 'quantity' | 'unit_price' | 'price_quantity'>

/** What a line's own figures come to, in minor units; equals its `amount_minor` in every line the hub makes. */
export const lineAmount = ({ quantity, unit_price, price_quantity }: Factors, currency: string): number => {
  const exact = parseDecimal(quantity).times(parseDecimal(unit_price)).div(parseDecimal(price_quantity))
  return roundToMoney(exact, currency).amount
}

export type LineDraft = Omit<PriceLine, 'amount_minor' | 'period'>

/** Where lines are made: currency, the period they name, and the part of it that fixed amounts are due for. */
export interface LineContext {
  readonly currency: string
  readonly period: BillingPeriod | null
  readonly share?: PeriodShare
}

export const priceLine = (draft: LineDraft, { currency, period }: LineContext): PriceLine => ({
  ...draft,
  amount_minor: lineAmount(draft, currency),
  period,
})

/** A line over an amount of money: `amountMinor` times `percent` of a hundred (100 to charge it, -100 to take it off). */
export const amountLine = (
  draft: Pick<PriceLine, 'kind' | 'meter' | 'description_key' | 'basis'>,
  { amountMinor, percent }: { amountMinor: number; percent: string },
  context: LineContext,
): PriceLine =>
  priceLine(
    {
      ...draft,
      quantity: toDecimalString({ amount: amountMinor, currency: context.currency }),
      unit: context.currency,
      unit_price: percent,
      price_quantity: '100',
    },
    context,
  )

/** A fixed amount, by calendar days where only part of the period is due. */
export const fixedLine = (description_key: string, amountMinor: number, context: LineContext): PriceLine => {
  const { currency, share } = context
  const unit_price = toDecimalString({ amount: amountMinor, currency })
  const whole = { quantity: '1', unit: 'period', price_quantity: '1' }
  const part = share && { quantity: String(share.days), unit: 'day', price_quantity: String(share.of) }
  return priceLine({ kind: 'fee', description_key, unit_price, ...(part ?? whole) }, context)
}
