import { parseDecimal, roundToMoney, toDecimalString } from '../platform/money.ts'
import { netOf } from './invoice-totals.ts'
import type { MeterId } from './meter.ts'
import type { Adjustments } from './price.ts'
import { amountLine, type LineContext, type PriceLine } from './price-line.ts'

/** Which lines are adjusted, for the adjusting line's own description: one price's ('price') or all of a plan's. */
export interface AdjustedPart {
  readonly scope: 'price' | 'plan'
  readonly meter?: MeterId
}

type AdjustmentKind = 'discount' | 'minimum' | 'cap'

interface Adjusting {
  readonly lines: readonly PriceLine[]
  readonly terms: Adjustments
  readonly part: AdjustedPart
  readonly context: LineContext
}

const label = (kind: AdjustmentKind, { scope, meter }: AdjustedPart) => ({
  kind,
  description_key: `${scope}.${kind}`,
  ...(meter === undefined ? {} : { meter }),
})

const discountLine = ({ lines, terms, part, context }: Adjusting): PriceLine[] => {
  const percent = terms.discount_percent
  const amountMinor = netOf(lines)
  if (percent === undefined || amountMinor === 0 || parseDecimal(percent).isZero()) return []
  const basis = { kind: 'percent', percent } as const
  return [amountLine({ ...label('discount', part), basis }, { amountMinor, percent: `-${percent}` }, context)]
}

/** A minimum is owed for the part of the period that is due, like any fixed amount. */
const dueMinimum = (minimum: number, { currency, share }: LineContext): number => {
  if (share === undefined) return minimum
  const major = parseDecimal(toDecimalString({ amount: minimum, currency }))
  return roundToMoney(major.times(share.days).div(share.of), currency).amount
}

const minimumLine = ({ lines, terms, part, context }: Adjusting): PriceLine[] => {
  if (terms.minimum_minor === undefined) return []
  const limit_minor = dueMinimum(terms.minimum_minor, context)
  const shortfall = limit_minor - netOf(lines)
  if (shortfall <= 0) return []
  const basis = { kind: 'limit', limit_minor } as const
  return [
    amountLine({ ...label('minimum', part), basis }, { amountMinor: shortfall, percent: '100' }, context),
  ]
}

const capLine = ({ lines, terms, part, context }: Adjusting): PriceLine[] => {
  if (terms.cap_minor === undefined) return []
  const excess = netOf(lines) - terms.cap_minor
  if (excess <= 0) return []
  const basis = { kind: 'limit', limit_minor: terms.cap_minor } as const
  return [amountLine({ ...label('cap', part), basis }, { amountMinor: excess, percent: '-100' }, context)]
}

/** `lines` followed by their discount, minimum and cap, in that order; each sees what the one before it left. */
export const adjusted = ({ lines, ...rest }: Adjusting): PriceLine[] => {
  const discounted = [...lines, ...discountLine({ ...rest, lines })]
  const raised = [...discounted, ...minimumLine({ ...rest, lines: discounted })]
  return [...raised, ...capLine({ ...rest, lines: raised })]
}
