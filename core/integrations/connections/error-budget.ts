import type { Tally } from './tally-repository.ts'

/** The share of calls to a provider that should go well. */
export const TARGET = 0.99
/** Days, today among them. */
export const WINDOW = 7

/** How much of the failures that the target allows is left: 1 is all of it, 0 none. */
export function budgetLeft({ calls, failures }: Pick<Tally, 'calls' | 'failures'>): number {
  if (failures === 0) return 1
  return Math.max(0, 1 - failures / ((1 - TARGET) * calls))
}
