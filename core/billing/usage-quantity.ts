import type { Decimal } from 'decimal.js'
import { ExactDecimal, parseDecimal } from '../platform/money.ts'
import type { MeterId } from './meter.ts'

/**
 * Usage events that share a size: `events` of them (default 1), each of `quantity` in the meter's own unit.
 * A month of calls is a short list of these, one per distinct length, and still rounds event by event.
 */
export interface UsageItem {
  readonly meter: MeterId
  readonly quantity: string
  readonly events?: number
}

/** Each event's seconds are rounded up to the next full step before they are added. */
export type UnitRounding = 'second' | '6s' | '30s' | 'minute'

const STEP_SECONDS: Readonly<Record<UnitRounding, number>> = { second: 1, '6s': 6, '30s': 30, minute: 60 }

const eventQuantity = (item: UsageItem, rounding: UnitRounding | undefined): Decimal => {
  const quantity = parseDecimal(item.quantity)
  if (quantity.isNegative() && !quantity.isZero()) throw new RangeError(`Negative usage: ${item.quantity}`)
  if (rounding === undefined) return quantity
  const step = STEP_SECONDS[rounding]
  return quantity.div(step).ceil().times(step)
}

const eventCount = ({ events = 1 }: UsageItem): number => {
  if (Number.isSafeInteger(events) && events >= 0) return events
  throw new RangeError(`Not a number of events: ${events}`)
}

/** Everything `usage` holds for `meter`, in its own unit. Throws RangeError for a negative or unreadable quantity. */
export const usedQuantity = (usage: readonly UsageItem[], meter: MeterId, rounding?: UnitRounding): Decimal =>
  usage
    .filter((item) => item.meter === meter)
    .reduce(
      (sum, item) => sum.plus(eventQuantity(item, rounding).times(eventCount(item))),
      new ExactDecimal(0),
    )
