/** How many minor units a major one has. */
export function minorUnits(currency: string): number {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return 10 ** digits
}

/** An amount as it was typed, in major units; undefined where nothing was. */
export type TypedAmount = number | string

export const minorOf = (typed: TypedAmount, currency: string): number | undefined =>
  typed === '' ? undefined : Math.round(Number(typed) * minorUnits(currency))

export const majorOf = (minor: number | undefined, currency: string): TypedAmount =>
  minor === undefined ? '' : minor / minorUnits(currency)
