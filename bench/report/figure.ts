import type { Ratio } from '../statistics/paired-ratios.ts'
import type { Latency } from '../statistics/percentiles.ts'

/** One side of a comparison: what was measured, or the yardstick. Medians of the rounds. */
export interface Side {
  name: string
  value: number
  unit: '/s' | 'ms' | 'MB'
  /** Milliseconds, at a fixed arrival rate; without one, of single calls. */
  latency?: Latency & { perSecond?: number }
  /** Requests that were not answered as wanted. */
  failed?: number
  /** Microseconds of processor time for each request. */
  cpu?: number
  /** The same of PostgreSQL, where it is the bench's own. */
  databaseCpu?: number | undefined
  /** The same of the load. */
  loadCpu?: number | undefined
  /** Megabytes in memory after the load. */
  memory?: number
}

export interface Figure {
  /** The row that it is of: what `--only` names. */
  row: string
  measured: Side
  yardstick: Side
  ratio: Ratio
  /** At least so much of the yardstick where more is better, else at most so many times. */
  reach?: { least: number } | { most: number }
}

export function isReached({ ratio, reach, measured }: Figure): boolean | undefined {
  if (!reach) return undefined
  if (measured.failed) return false
  return 'least' in reach ? ratio.median >= reach.least : ratio.median <= reach.most
}
