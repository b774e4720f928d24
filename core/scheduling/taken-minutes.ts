import type { Interval } from './interval.ts'

/** What is taken, of intervals that come in any order; a minute that is taken in part is taken. */
export interface TakenMinutes {
  /** Nothing, where the end does not lie behind the start. */
  add(start: number, end: number): void
  /** How many minutes of the interval are taken. */
  within(interval: Interval): number
  /** The first minute from this one on, and before `end`, that is taken; else `end`, beyond which nobody looks. */
  nextTaken(minute: number, end: number): number
  /** The same for one that is not. */
  nextFree(minute: number, end: number): number
}
