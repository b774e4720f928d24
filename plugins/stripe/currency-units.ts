import { Refused } from '@askpro/plugin-sdk'

/**
 * Currencies whose amounts Stripe counts in other units than ISO 4217 does ("Supported currencies", zero-decimal ones and
 * special cases): hundredths of ISK and UGX, which have none, and whole MGA, which has fifths. A sum would be off by a
 * hundred.
 */
const COUNTED_OTHERWISE = new Set(['ISK', 'UGX', 'MGA'])

export function requireSameUnits(currency: string): void {
  if (!COUNTED_OTHERWISE.has(currency.toUpperCase())) return
  throw new Refused(
    'currency',
    `Amounts in ${currency} are not collected with Stripe, which counts them in other units.`,
  )
}
