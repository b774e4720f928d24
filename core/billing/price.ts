import type { MeterId, PricedUnit } from './meter.ts'
import type { UnitRounding } from './usage-quantity.ts'

/**
 * Applied in this order, at a price to its own lines and at the plan to all of them: percentage discount,
 * minimum (the shortfall is charged), cap (the excess is taken off as a discount line of its own).
 * Percentages are decimal strings, amounts are minor units of the plan's currency.
 */
export interface Adjustments {
  readonly discount_percent?: string
  readonly minimum_minor?: number
  readonly cap_minor?: number
}

/** `up_to` is inclusive, in the price's unit; null on the last tier, and only there. */
export interface Tier {
  readonly up_to: string | null
  readonly unit_price: string
  readonly flat_fee_minor?: number
}

/** What all metered prices say. `unit_rounding` is for call_seconds only. */
interface Metered extends Adjustments {
  readonly meter: MeterId
  readonly unit: PricedUnit
  readonly unit_rounding?: UnitRounding
  readonly description_key?: string
}

/** Each unit beyond the `included` ones costs `unit_price` (a decimal in major units, finer than a cent if need be). */
export interface PerUnitPrice extends Metered {
  readonly model: 'per_unit'
  readonly unit_price: string
  readonly included?: string
}

/** Each tier's price holds for the units within it; its flat fee is due once it is entered, the first one's at zero usage. */
export interface GraduatedPrice extends Metered {
  readonly model: 'graduated'
  readonly tiers: readonly Tier[]
}

/** The tier that holds the total gives the price of all units, and its flat fee. */
export interface VolumePrice extends Metered {
  readonly model: 'volume'
  readonly tiers: readonly Tier[]
}

/** Every started package of `package_size` units costs `package_price_minor`. */
export interface PackagePrice extends Metered {
  readonly model: 'package'
  readonly package_size: string
  readonly package_price_minor: number
}

/** A fixed amount a period, whatever the usage. */
export interface FlatPrice extends Adjustments {
  readonly model: 'flat'
  readonly amount_minor: number
  readonly description_key: string
}

export type MeteredPrice = PerUnitPrice | GraduatedPrice | VolumePrice | PackagePrice
export type Price = MeteredPrice | FlatPrice

/** What one edge of the tenant tree charges. Tax is taken after all discounts and before wallet credit. */
export interface Plan extends Adjustments {
  readonly currency: string
  readonly flat_fee_minor?: number
  readonly prices: readonly Price[]
  readonly tax_percent?: string
}
