export interface Latency {
  p50: number
  p95: number
  p99: number
  max: number
}

/** Nearest rank: the smallest value that at least this share of all is not above. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('there is nothing to take a percentile of')
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export const latencyOf = (values: readonly number[]): Latency => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  p99: percentile(values, 0.99),
  max: percentile(values, 1),
})
