import type { Formats } from '../../words/formats.ts'
import type { ClientDay } from './desk-types.ts'

/** What providers charge, a sum for each currency. */
export function costText(costs: ClientDay['costs'], formats: Formats): string {
  const sums = costs.map(({ currency, amount }) =>
    formats.money(Math.round(Number(amount) * minorOf(currency)), currency),
  )
  return sums.join(' + ') || '–'
}

const minorOf = (currency: string): number =>
  10 **
  (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
