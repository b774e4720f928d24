import type { Figure, Side } from '../report/figure.ts'

/** A time in milliseconds that was promised, as the yardstick. */
export function budgetFigure(row: string, measured: Omit<Side, 'unit'>, budget: number): Figure {
  const share = measured.value / budget
  return {
    row,
    measured: { ...measured, unit: 'ms' },
    yardstick: { name: 'promise', value: budget, unit: 'ms' },
    ratio: { median: share, low: share, high: share },
    reach: { most: 1 },
  }
}
