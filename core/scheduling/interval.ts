/** Half-open: `start` belongs to it, `end` does not. In scheduling both are whole epoch minutes. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** From ever to ever. */
export const ALWAYS: Interval = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }

/** The one overlap rule of scheduling; intervals that only touch do not overlap. */
export const overlaps = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end

/** Sorted, disjoint and not touching: empty or inverted intervals vanish. Input in any order. */
export const union = (intervals: readonly Interval[]): Interval[] =>
  areInOrder(intervals) ? unionOfSorted(intervals) : unionOfUnsorted(intervals)

function unionOfSorted(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = []
  let open: { start: number; end: number } | undefined
  for (const next of intervals) {
    if (next.end <= next.start) continue
    if (open && next.start <= open.end) {
      open.end = Math.max(open.end, next.end)
      continue
    }
    open = { start: next.start, end: next.end }
    merged.push(open)
  }
  return merged
}

/**
 * Starts and ends each sorted by themselves, as plain numbers, which is several times quicker than sorting the intervals:
 * everything that has begun is over at the nth end, unless more than n have begun by then.
 */
function unionOfUnsorted(intervals: readonly Interval[]): Interval[] {
  const starts = new Float64Array(intervals.length)
  const ends = new Float64Array(intervals.length)
  let count = 0
  for (const { start, end } of intervals) {
    if (end <= start) continue
    starts[count] = start
    ends[count++] = end
  }
  return unionOfEdges(starts.subarray(0, count).sort(), ends.subarray(0, count).sort())
}

function unionOfEdges(starts: Float64Array, ends: Float64Array): Interval[] {
  const merged: Interval[] = []
  let first = 0
  ends.forEach((end, at) => {
    const following = starts[at + 1]
    if (following !== undefined && following <= end) return
    merged.push({ start: starts[first] ?? end, end })
    first = at + 1
  })
  return merged
}

/** What lies in both. Inputs sorted and disjoint; a seam where two of them touch stays a seam. */
export const intersect = (a: readonly Interval[], b: readonly Interval[]): Interval[] =>
  intersectAs(a, b, (start, end) => ({ start, end }))

/** The same, with what `make` makes of each part that lies in both and of the two it lies in. */
export function intersectAs<A extends Interval, B extends Interval, U>(
  a: readonly A[],
  b: readonly B[],
  make: (start: number, end: number, left: A, right: B) => U,
): U[] {
  const made: U[] = []
  let i = 0
  let j = 0
  let left = a[0]
  let right = b[0]
  while (left && right) {
    const start = Math.max(left.start, right.start)
    const end = Math.min(left.end, right.end)
    if (start < end) made.push(make(start, end, left, right))
    if (left.end <= right.end) left = a[++i]
    else right = b[++j]
  }
  return made
}

/** What of `whole` is left once `taken` is cut out. Inputs sorted and disjoint. */
export function subtract(whole: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  return taken.length === 0 ? whole : intersect(whole, gapsAround(taken))
}

function gapsAround(taken: readonly Interval[]): Interval[] {
  const gaps: Interval[] = []
  let reached = Number.NEGATIVE_INFINITY
  for (const { start, end } of taken) {
    gaps.push({ start: reached, end: start })
    reached = end
  }
  gaps.push({ start: reached, end: Number.POSITIVE_INFINITY })
  return gaps
}

/** By start. Rows mostly arrive sorted from an index, and looking costs far less than sorting again. */
export const inOrder = (intervals: readonly Interval[]): readonly Interval[] =>
  areInOrder(intervals) ? intervals : intervals.toSorted((a, b) => a.start - b.start)

function areInOrder(intervals: readonly Interval[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { start } of intervals) {
    if (start < last) return false
    last = start
  }
  return true
}
