import { median } from './median.ts'

export interface Ratio {
  /** Of the ratios of the rounds; not the ratio of two medians, which would compare different moments. */
  median: number
  /** The smallest and the largest of them. */
  low: number
  high: number
}

/** Each value against the one that was measured right beside it: what disturbs a round disturbs both. */
export function pairedRatios(measured: readonly number[], yardstick: readonly number[]): Ratio {
  if (measured.length !== yardstick.length) throw new RangeError('each value needs its own yardstick')
  const ratios = measured.map((value, round) => value / (yardstick[round] ?? Number.NaN))
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) }
}
