import { Temporal } from 'temporal-polyfill'
import type { BillingPeriod } from './billing-period.ts'
import { netOf } from './invoice-totals.ts'
import { METERS, type MeterId } from './meter.ts'
import type { Plan } from './price.ts'
import type { PricingCalculator } from './pricing-calculator.ts'
import { type UsageItem, usedQuantity } from './usage-quantity.ts'
import type { DayRow } from './usage-report-repository.ts'

/** What a meter counted on a day, in its own unit. */
export interface MeterOfDay {
  meter: MeterId
  quantity: string
  events: number
}

export interface UsageDay {
  /** YYYY-MM-DD. */
  date: string
  meters: MeterOfDay[]
  /** By how much the day raised what its period costs, before tax; null where no plan prices it. */
  amountMinor: number | null
}

/** Every date from `from` to `to`, both included. */
export function datesBetween(from: string, to: string): string[] {
  const first = Temporal.PlainDate.from(from)
  return Array.from({ length: countDays(from, to) }, (_, day) => first.add({ days: day }).toString())
}

/** Both included; none or fewer where `from` is after `to`. */
export const countDays = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days + 1

export const metersOf = (rows: readonly DayRow[]): MeterOfDay[] =>
  (Object.keys(METERS) as MeterId[]).flatMap((meter) => {
    const own = rows.filter((row) => row.meter === meter)
    if (own.length === 0) return []
    const events = own.reduce((sum, row) => sum + row.events, 0)
    return [{ meter, events, quantity: usedQuantity(own, meter).toFixed() }]
  })

/**
 * By how much each day raised the period's net, in minor units: included units cost nothing as long as they last, and
 * what is due at no usage at all is on no day. The sum over a period, and that, is what the draft charges for it.
 */
export function amountsByDay(
  calculator: PricingCalculator,
  { plan, period, rows }: { plan: Plan; period: BillingPeriod; rows: readonly DayRow[] },
): Map<string, number> {
  const amounts = new Map<string, number>()
  const usage: UsageItem[] = []
  let before = netOf(calculator.rate({ plan, usage, period }))
  for (const [day, used] of Map.groupBy(rows, (row) => row.day)) {
    usage.push(...used)
    const after = netOf(calculator.rate({ plan, usage, period }))
    amounts.set(day, after - before)
    before = after
  }
  return amounts
}
