import type { Interval } from './interval.ts'
import { MinuteBits, wordsFor } from './minute-bits.ts'
import { MinuteList } from './minute-list.ts'
import type { TakenMinutes } from './taken-minutes.ts'

/** So many words of bits are cleared in the time that it takes to sort in one interval. */
const WORDS_EACH = 32

/** For about so many intervals, of which only what lies in `reach` has to count. */
export const minutesFor = (reach: Interval, expected: number): TakenMinutes =>
  wordsFor(reach) <= WORDS_EACH * expected ? new MinuteBits(reach) : new MinuteList()
