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
  const moments = momentsOf(blocks)
  const inTheWay = new InTheWay(moments.length, capacity)
  const crowded: Interval[] = []
  let since = 0
  for (const { at, step, first, behind } of edgesOf(blocks, moments)) {
    const was = inTheWay.isCrowd
    inTheWay.add(step, first, behind)
    if (!was && inTheWay.isCrowd) since = at
    if (was && !inTheWay.isCrowd) crowded.push({ start: since, end: at })
  }
  return union(crowded)
}

/** How many of those that are in the way of a start take up each moment. */
class InTheWay {
  readonly #capacity: number
  readonly #depths: Int32Array
  /** Moments at which there are as many as there are places, or more. */
  #full = 0

  constructor(moments: number, capacity: number) {
    this.#capacity = capacity
    this.#depths = new Int32Array(moments)
  }

  get isCrowd(): boolean {
    return this.#full > 0
  }

  /** One more or one less, at the moments from `first` to before `behind`. */
  add(step: 1 | -1, first: number, behind: number): void {
    for (let moment = first; moment < behind; moment++) {
      const depth = (this.#depths[moment] ?? 0) + step
      this.#depths[moment] = depth
      if (step === 1 ? depth === this.#capacity : depth === this.#capacity - 1) this.#full += step
    }
  }
}

const hullOf = (rows: readonly Interval[]): Interval => ({
  start: Math.min(...rows.map(({ start }) => start)),
  end: Math.max(...rows.map(({ end }) => end)),
})

/** When one of them begins: as many as ever overlap do at one of these. */
const momentsOf = (blocks: readonly Block[]): Float64Array =>
  new Float64Array(new Set(blocks.map(({ span }) => span.start))).sort()

/** Where, going through the starts upwards, a block gets in the way and out of it; at one start the latter first. */
function edgesOf(blocks: readonly Block[], moments: Float64Array) {
  return blocks
    .flatMap(({ span, forbids }) => {
      const during = { first: moments.indexOf(span.start), behind: countBefore(moments, span.end) }
      return forbids.flatMap(({ start, end }) => [
        { at: start, step: 1 as const, ...during },
        { at: end, step: -1 as const, ...during },
      ])
    })
    .sort((a, b) => a.at - b.at || a.step - b.step)
}

function countBefore(moments: Float64Array, end: number): number {
  const behind = moments.findIndex((moment) => moment >= end)
  return behind < 0 ? moments.length : behind
}
