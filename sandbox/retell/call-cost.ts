import type { CallCost } from './retell-call.ts'

/** US cents per second, near the provider's list prices of 2026 (per minute: 7, 4.5 and 1.5 cents). */
const unitPrices: readonly (readonly [product: string, centsPerSecond: number])[] = [
  ['elevenlabs_tts', 0.1167],
  ['gpt_4_1', 0.075],
  ['us_telephony', 0.025],
]

/** What a call of this length costs, itemised; the combined cost is the sum of the items, in cents with decimals. */
export function callCost(durationMs: number): CallCost {
  const seconds = Math.ceil(durationMs / 1000)
  const products = unitPrices.map(([product, unitPrice]) => ({
    product,
    cost: fourDecimals(seconds * unitPrice),
    unit_price: unitPrice,
  }))
  return {
    combined_cost: fourDecimals(products.reduce((sum, { cost }) => sum + cost, 0)),
    product_costs: products,
    total_duration_seconds: seconds,
    total_duration_unit_price: fourDecimals(unitPrices.reduce((sum, [, price]) => sum + price, 0)),
  }
}

function fourDecimals(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
