import { isCurrency, parseDecimal } from '../platform/money.ts'
import { unitSize } from './meter.ts'
import type { Adjustments, GraduatedPrice, MeteredPrice, Plan, Price, Tier, VolumePrice } from './price.ts'

/** What is wrong with a plan, and where (`path` is a JSON pointer into it). `detail` is safe to show. */
export interface PlanProblem {
  readonly path: string
  readonly code:
    | 'unknown_currency'
    | 'not_a_decimal'
    | 'negative'
    | 'not_minor_units'
    | 'percent_out_of_range'
    | 'minimum_above_cap'
    | 'unit_not_of_meter'
    | 'rounding_needs_seconds'
    | 'tiers_missing'
    | 'tiers_not_ascending'
    | 'tier_open_end'
    | 'size_not_positive'
  readonly detail: string
}

const problem = (path: string, code: PlanProblem['code'], detail: string): PlanProblem[] => [
  { path, code, detail },
]

const decimalProblems = (path: string, text: string | undefined): PlanProblem[] => {
  if (text === undefined) return []
  if (!/^-?\d+(\.\d+)?$/.test(text))
    return problem(path, 'not_a_decimal', 'must be a plain decimal such as 0.29')
  return parseDecimal(text).lt(0) ? problem(path, 'negative', 'must not be negative') : []
}

const percentProblems = (path: string, text: string | undefined): PlanProblem[] => {
  const unreadable = decimalProblems(path, text)
  if (text === undefined || unreadable.length > 0) return unreadable
  return parseDecimal(text).gt(100) ? problem(path, 'percent_out_of_range', 'must be between 0 and 100') : []
}

const minorProblems = (path: string, amount: number | undefined): PlanProblem[] => {
  if (amount === undefined || (Number.isSafeInteger(amount) && amount >= 0)) return []
  return problem(path, 'not_minor_units', 'must be a whole, non-negative number of minor units')
}

const adjustmentProblems = (path: string, terms: Adjustments): PlanProblem[] => {
  const { discount_percent, minimum_minor, cap_minor } = terms
  const crossed = minimum_minor !== undefined && cap_minor !== undefined && minimum_minor > cap_minor
  return [
    ...percentProblems(`${path}/discount_percent`, discount_percent),
    ...minorProblems(`${path}/minimum_minor`, minimum_minor),
    ...minorProblems(`${path}/cap_minor`, cap_minor),
    ...(crossed ? problem(`${path}/minimum_minor`, 'minimum_above_cap', 'must not exceed cap_minor') : []),
  ]
}

const tierProblems = (path: string, tier: Tier): PlanProblem[] => [
  ...decimalProblems(`${path}/up_to`, tier.up_to ?? undefined),
  ...decimalProblems(`${path}/unit_price`, tier.unit_price),
  ...minorProblems(`${path}/flat_fee_minor`, tier.flat_fee_minor),
]

/** The last tier is open and no other is; each bound lies above the one before it. */
const tierOrderProblems = (path: string, tiers: readonly Tier[]): PlanProblem[] => {
  const last = tiers.length - 1
  let below = parseDecimal('0')
  return tiers.flatMap(({ up_to }, index) => {
    const at = `${path}/${index}/up_to`
    if ((up_to === null) !== (index === last))
      return problem(at, 'tier_open_end', 'only the last tier is null')
    if (up_to === null) return []
    const rises = parseDecimal(up_to).gt(below)
    below = parseDecimal(up_to)
    return rises ? [] : problem(at, 'tiers_not_ascending', 'must exceed the bound before it')
  })
}

const tieredProblems = (path: string, { tiers }: GraduatedPrice | VolumePrice): PlanProblem[] => {
  if (tiers.length === 0) return problem(path, 'tiers_missing', 'at least one tier is needed')
  const single = tiers.flatMap((tier, index) => tierProblems(`${path}/${index}`, tier))
  return single.length > 0 ? single : tierOrderProblems(path, tiers)
}

const sizeProblems = (path: string, size: string): PlanProblem[] => {
  const unreadable = decimalProblems(path, size)
  if (unreadable.length > 0 || !parseDecimal(size).isZero()) return unreadable
  return problem(path, 'size_not_positive', 'must be more than 0')
}

const meterProblems = (path: string, { meter, unit, unit_rounding }: MeteredPrice): PlanProblem[] => [
  ...(unitSize(meter, unit) === undefined
    ? problem(`${path}/unit`, 'unit_not_of_meter', `${meter} cannot be priced per ${unit}`)
    : []),
  ...(unit_rounding !== undefined && meter !== 'call_seconds'
    ? problem(`${path}/unit_rounding`, 'rounding_needs_seconds', 'only call_seconds are rounded')
    : []),
]

const modelProblems = (path: string, price: Price): PlanProblem[] => {
  switch (price.model) {
    case 'flat':
      return minorProblems(`${path}/amount_minor`, price.amount_minor)
    case 'per_unit':
      return [
        ...decimalProblems(`${path}/unit_price`, price.unit_price),
        ...decimalProblems(`${path}/included`, price.included),
      ]
    case 'package':
      return [
        ...sizeProblems(`${path}/package_size`, price.package_size),
        ...minorProblems(`${path}/package_price_minor`, price.package_price_minor),
      ]
    case 'graduated':
    case 'volume':
      return tieredProblems(`${path}/tiers`, price)
  }
}

const priceProblems = (path: string, price: Price): PlanProblem[] => [
  ...(price.model === 'flat' ? [] : meterProblems(path, price)),
  ...modelProblems(path, price),
  ...adjustmentProblems(path, price),
]

/** Every rule a schema cannot say, all problems at once; an empty list means the plan can be priced. */
export const planProblems = (plan: Plan): PlanProblem[] => [
  ...(isCurrency(plan.currency) ? [] : problem('/currency', 'unknown_currency', 'must be an ISO 4217 code')),
  ...minorProblems('/flat_fee_minor', plan.flat_fee_minor),
  ...percentProblems('/tax_percent', plan.tax_percent),
  ...adjustmentProblems('', plan),
  ...plan.prices.flatMap((price, index) => priceProblems(`/prices/${index}`, price)),
]
