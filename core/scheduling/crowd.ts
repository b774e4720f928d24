import { type Interval, union } from './interval.ts'
import type { Occupancy } from './occupancy.ts'

interface Block {
  /** From the first buffer to the last. */
  readonly span: Interval
  /** The starts that it alone would forbid. */
  readonly forbids: readonly Interval[]
}

/**
 * The starts for which `capacity` appointments are in the way that all overlap at one moment, buffers included: each
 * of them then needs a place of its own, and none is left. Two in the way that don't overlap may share one.
 * Counting what is taken minute by minute was rejected: under the larger of two buffers, two neighbours may be too
 * close without a minute that both take up.
 */
export function crowdedStarts(
  rows: readonly Occupancy[],
  capacity: number,
  forbids: (row: Occupancy) => readonly Interval[],
): Interval[] {
  const lasting = rows.filter(({ start, end }) => start < end)
  const blocks = [...Map.groupBy(lasting, ({ appointmentId }) => appointmentId).values()].map(
    (rowsOfOne) => ({
      span: hullOf(rowsOfOne),
      forbids: union(rowsOfOne.flatMap(forbids)),
    }),
  )
  const crowds = crowdsOf(blocks).filter((crowd) => crowd.length >= capacity)
  return union(
    crowds.flatMap((crowd) =>
      coveredBy(
        capacity,
        crowd.flatMap(({ forbids }) => forbids),
      ),
    ),
  )
}

const hullOf = (rows: readonly Interval[]): Interval => ({
  start: Math.min(...rows.map(({ start }) => start)),
  end: Math.max(...rows.map(({ end }) => end)),
})

/** The largest sets that have a moment in common; every smaller one is part of one of these. */
function crowdsOf(blocks: readonly Block[]): Block[][] {
  const crowds: Block[][] = []
  let crowd: Block[] = []
  for (const next of blocks.toSorted((a, b) => a.span.start - b.span.start)) {
    const staying = crowd.filter(({ span }) => span.end > next.span.start)
    if (staying.length < crowd.length) crowds.push(crowd)
    crowd = [...staying, next]
  }
  return [...crowds, crowd]
}

/** Where at least `count` of the intervals lie over one another. */
function coveredBy(count: number, intervals: readonly Interval[]): Interval[] {
  const edges = intervals
    .flatMap(({ start, end }) => [
      { at: start, step: 1 },
      { at: end, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step)
  const covered: Interval[] = []
  let depth = 0
  let since = 0
  for (const { at, step } of edges) {
    if (step < 0 && depth === count) covered.push({ start: since, end: at })
    depth += step
    if (step > 0 && depth === count) since = at
  }
  return covered
}
