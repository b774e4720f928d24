import { type Interval, union } from './interval.ts'
import type { TakenMinutes } from './taken-minutes.ts'

/** For few entries, or years apart. Nothing is added any more once it was asked something. */
export class MinuteList implements TakenMinutes {
  readonly #added: Interval[] = []
  #sorted: readonly Interval[] | undefined

  add(start: number, end: number): void {
    if (start < end) this.#added.push({ start: Math.floor(start), end: Math.ceil(end) })
  }

  within({ start, end }: Interval): number {
    let minutes = 0
    for (let at = this.#after(start); at < this.#intervals.length; at++) {
      const taken = this.#intervals[at]
      if (!taken || taken.start >= end) break
      minutes += Math.min(taken.end, end) - Math.max(taken.start, start)
    }
    return minutes
  }

  nextTaken(minute: number, end: number): number {
    const next = this.#intervals[this.#after(minute)]
    return next ? Math.min(Math.max(next.start, minute), end) : end
  }

  nextFree(minute: number, end: number): number {
    const next = this.#intervals[this.#after(minute)]
    return next && next.start <= minute ? Math.min(next.end, end) : minute
  }

  get #intervals(): readonly Interval[] {
    this.#sorted ??= union(this.#added)
    return this.#sorted
  }

  /** Index of the first that ends after this minute. */
  #after(minute: number): number {
    const intervals = this.#intervals
    let low = 0
    let high = intervals.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((intervals[middle]?.end ?? minute) <= minute) low = middle + 1
      else high = middle
    }
    return low
  }
}
