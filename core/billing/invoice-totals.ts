import type { LineKind, PriceLine } from './price-line.ts'

/**
 * In minor units. `subtotal_minor` is what was charged, `discount_minor` what discounts and caps took off (positive),
 * `total_minor` = subtotal - discount + tax: what is owed before wallet credit, which is a means of payment.
 */
export interface InvoiceTotals {
  readonly subtotal_minor: number
  readonly discount_minor: number
  readonly tax_minor: number
  readonly total_minor: number
}

const REDUCTIONS: ReadonlySet<LineKind> = new Set<LineKind>(['discount', 'cap'])

const safely = (sum: number): number => {
  if (Number.isSafeInteger(sum)) return sum
  throw new RangeError('The lines add up to more than a safe integer of minor units')
}

const sumOf = (lines: readonly PriceLine[], counts: (kind: LineKind) => boolean): number =>
  lines.reduce((sum, { kind, amount_minor }) => safely(sum + (counts(kind) ? amount_minor : 0)), 0)

/** What the lines come to before tax, in minor units. */
export const netOf = (lines: readonly PriceLine[]): number => sumOf(lines, (kind) => kind !== 'tax')

/** The totals of rounded lines: nothing is rounded again. Throws RangeError where a sum leaves the safe integers. */
export const totalsOf = (lines: readonly PriceLine[]): InvoiceTotals => ({
  subtotal_minor: sumOf(lines, (kind) => kind !== 'tax' && !REDUCTIONS.has(kind)),
  discount_minor: 0 - sumOf(lines, (kind) => REDUCTIONS.has(kind)),
  tax_minor: sumOf(lines, (kind) => kind === 'tax'),
  total_minor: sumOf(lines, () => true),
})
