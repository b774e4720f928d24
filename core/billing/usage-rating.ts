import type { Tx } from '../platform/db/tx.ts'
import { type BillingAnchor, type BillingPeriod, periodContaining } from './billing-period.ts'
import type { Plan } from './price.ts'
import type { PriceLine } from './price-line.ts'
import type { PricingCalculator } from './pricing-calculator.ts'
import {
  claimedLateInstants,
  claimedUsage,
  type Edge,
  lateInstants,
  ratedUsage,
  unratedUsage,
} from './usage-repository.ts'

export interface Rating {
  edge: Edge
  plan: Plan
  anchor: BillingAnchor
  period: BillingPeriod
  invoiceId: string
  /** Epoch milliseconds: usage before the subscription began, or after it ended, is not its own. */
  since: number
  until: number
  /** Older usage than this is that of a draft before this one, which will charge it. */
  lateSince: number
}

/**
 * The lines of one period's invoice: its own usage, and usage of earlier periods that came too late for theirs, each
 * at what it would have cost in time. `open` rates what is uncharged so far; `claimed` what the invoice has taken.
 */
export class UsageRating {
  readonly #calculator: PricingCalculator

  constructor(calculator: PricingCalculator) {
    this.#calculator = calculator
  }

  async open(tx: Tx, rating: Rating): Promise<PriceLine[]> {
    const { edge, period, lateSince } = rating
    const late = await lateInstants(tx, edge, { since: lateSince, before: period.start })
    return this.#lines(tx, rating, {
      usage: (of) => unratedUsage(tx, edge, of),
      latePeriods: periodsOf(rating.anchor, late),
    })
  }

  async claimed(tx: Tx, rating: Rating): Promise<PriceLine[]> {
    const { edge, period, invoiceId } = rating
    const late = await claimedLateInstants(tx, edge, { invoiceId, before: period.start })
    return this.#lines(tx, rating, {
      usage: (of) => claimedUsage(tx, edge, { ...of, invoiceId }),
      latePeriods: periodsOf(rating.anchor, late),
    })
  }

  async #lines(tx: Tx, rating: Rating, source: Source): Promise<PriceLine[]> {
    const { plan, period, edge, invoiceId } = rating
    const used = { start: Math.max(period.start, rating.since), end: Math.min(period.end, rating.until) }
    const lines = this.#calculator.rate({ plan, usage: await source.usage(used), period })
    for (const old of source.latePeriods) {
      const [usage, billed_usage] = [
        await source.usage(old),
        await ratedUsage(tx, edge, { ...old, except: invoiceId }),
      ]
      lines.push(...this.#calculator.rate({ plan, usage, billed_usage, period: old }))
    }
    return this.#calculator.withTax(lines, { plan, usage: [], period })
  }
}

interface Source {
  usage(of: BillingPeriod): ReturnType<typeof unratedUsage>
  latePeriods: BillingPeriod[]
}

function periodsOf(anchor: BillingAnchor, instants: readonly Date[]): BillingPeriod[] {
  const byStart = new Map(
    instants.map((at) => periodContaining(anchor, at.getTime())).map((period) => [period.start, period]),
  )
  return [...byStart.values()].sort((a, b) => a.start - b.start)
}
