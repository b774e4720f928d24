import type { Interval } from './interval.ts'
import { MinuteBits, wordsFor } from './minute-bits.ts'
import { MinuteList } from './minute-list.ts'

/** What is taken, of intervals that come in any order. All in whole minutes. */
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

/** So many words of bits are cleared in the time that it takes to sort in one interval. */
const WORDS_EACH = 32

/** For about so many intervals, of which only what lies in `reach` has to count. */
export const takenMinutes = (reach: Interval, expected: number): TakenMinutes =>
  wordsFor(reach) <= WORDS_EACH * expected ? new MinuteBits(reach) : new MinuteList()
