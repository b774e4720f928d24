import { adjusted } from './adjustments.ts'
import type { BillingPeriod, PeriodShare } from './billing-period.ts'
import { type InvoiceTotals, netOf, totalsOf } from './invoice-totals.ts'
import type { MeterId } from './meter.ts'
import { planProblems } from './plan-rules.ts'
import type { Plan, Price } from './price.ts'
import { amountLine, fixedLine, type LineContext, type PriceLine } from './price-line.ts'
import { modelLines } from './price-models.ts'
import { type UsageItem, usedQuantity } from './usage-quantity.ts'

/**
 * What to price. `usage` is what is to be charged now. `billed_usage` is what was charged before in the same period
 * (even where it is empty): the fixed amounts were due then, and the price is the difference of the totals, so a
 * late call costs what it would have cost in time. `share` makes fixed amounts and minimums due by calendar days.
 */
export interface PricingRequest {
  readonly plan: Plan
  readonly usage: readonly UsageItem[]
  readonly billed_usage?: readonly UsageItem[]
  readonly period?: BillingPeriod
  readonly share?: PeriodShare
}

/** `unpriced_meters` saw usage for which the plan has no price: nothing is charged for it, and nobody should be surprised. */
export interface Quote {
  readonly currency: string
  readonly lines: readonly PriceLine[]
  readonly totals: InvoiceTotals
  readonly unpriced_meters: readonly MeterId[]
}

const contextOf = ({ plan, period, share }: PricingRequest): LineContext => ({
  currency: plan.currency,
  period: period ?? null,
  ...(share === undefined ? {} : { share }),
})

const priceLines = (price: Price, usage: readonly UsageItem[], context: LineContext): PriceLine[] => {
  const part = { scope: 'price' as const, ...(price.model === 'flat' ? {} : { meter: price.meter }) }
  return adjusted({ lines: modelLines(price, usage, context), terms: price, part, context })
}

const planLines = (plan: Plan, usage: readonly UsageItem[], context: LineContext): PriceLine[] => {
  const fee = plan.flat_fee_minor ? [fixedLine('plan.fee', plan.flat_fee_minor, context)] : []
  const lines = [...fee, ...plan.prices.flatMap((price) => priceLines(price, usage, context))]
  return adjusted({ lines, terms: plan, part: { scope: 'plan' }, context })
}

const billedLine = (amountMinor: number, context: LineContext): PriceLine =>
  amountLine(
    { kind: 'already_billed', description_key: 'already_billed' },
    { amountMinor, percent: '-100' },
    context,
  )

const assertPriceable = ({ plan, share }: PricingRequest): void => {
  const [first] = planProblems(plan)
  if (share && !(share.days >= 0 && share.days <= share.of && share.of > 0)) {
    throw new RangeError(`Not a share of a period: ${share.days} of ${share.of} days`)
  }
  if (first) throw new RangeError(`The plan cannot be priced: ${first.path} ${first.detail}`)
}

const unpricedMeters = ({ plan, usage }: PricingRequest): MeterId[] => {
  const priced = new Set(plan.prices.map((price) => (price.model === 'flat' ? undefined : price.meter)))
  const used = new Set(usage.map((item) => item.meter))
  return [...used].filter((meter) => !priced.has(meter) && usedQuantity(usage, meter).gt(0)).sort()
}

/**
 * The one price function: estimates, invoices and the preview all come from here, so what is shown and what is
 * billed cannot differ. Pure and stateless. Every line is rounded half-up once, then lines are added.
 */
export class PricingCalculator {
  /** The lines before tax. Throws RangeError for a plan that `planProblems` refuses. */
  rate(request: PricingRequest): PriceLine[] {
    const { plan, usage, billed_usage } = request
    assertPriceable(request)
    const context = contextOf(request)
    if (billed_usage === undefined) return planLines(plan, usage, context)
    const before = netOf(planLines(plan, billed_usage, context))
    const lines = planLines(plan, [...billed_usage, ...usage], context)
    return before === 0 ? lines : [...lines, billedLine(before, context)]
  }

  /** `lines` with the tax on their net: an invoice of several ratings is taxed once, as a whole. */
  withTax(lines: readonly PriceLine[], request: PricingRequest): PriceLine[] {
    const percent = request.plan.tax_percent
    if (percent === undefined) return [...lines]
    const draft = { kind: 'tax', description_key: 'tax', basis: { kind: 'percent', percent } } as const
    return [...lines, amountLine(draft, { amountMinor: netOf(lines), percent }, contextOf(request))]
  }

  quote(request: PricingRequest): Quote {
    const lines = this.withTax(this.rate(request), request)
    return {
      currency: request.plan.currency,
      lines,
      totals: totalsOf(lines),
      unpriced_meters: unpricedMeters(request),
    }
  }
}
