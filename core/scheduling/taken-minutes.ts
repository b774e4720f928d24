import type { Interval } from './interval.ts'

/** What is taken, of intervals that come in any order; a minute that is taken in part is taken. */
export interface TakenMinutes {
  /** Nothing, where the end does not lie behind the start. */
  add(start: number, end: number): void
  /** How many minutes of the interval are taken. */
  within(interval: Interval): number
  /** The first minute from this one on that is taken; infinity without any. */
  nextTaken(minute: number): number
  /** The first minute from this one on that is not. */
  nextFree(minute: number): number
}
