import { type Clock, readingsOf } from '../grammar/clock.ts'
import type { Moment } from '../meaning/moment.ts'
import type { DailyMinutes } from '../spoken-time.ts'
import { isOpenAt } from './choose-minute.ts'
import { minuteWithin, searchedMinutes } from './day-part.ts'
import type { Context } from './local-time.ts'

/** Where one end has no clock time its day begins or ends. */
const MIDNIGHT: Clock = { minutes: 0, open: false }

/** The clock times of both ends, a.m. or p.m. settled together; null where none were said. */
export function rangeMinutes(
  start: Moment,
  end: Moment,
  context: Context,
): DailyMinutes | 'contradicts' | null {
  if (start.clock === null && end.clock === null) return partMinutes(start, end)
  const first = start.clock ?? MIDNIGHT
  const last = end.clock ?? MIDNIGHT
  const pairs = pairsOf(first, last).filter(
    (pair) => bearsPart(pair.end, end) && bearsPart(pair.start, start),
  )
  return pairs.reduce<DailyMinutes | 'contradicts'>(
    (best, pair) => (best === 'contradicts' || isBetter(pair, best, context) ? pair : best),
    'contradicts',
  )
}

function partMinutes(start: Moment, end: Moment): DailyMinutes | null {
  if (start.part === null && end.part === null) return null
  return {
    start: start.part === null ? 0 : searchedMinutes(start.part).start,
    end: end.part === null ? 1_440 : searchedMinutes(end.part).end,
  }
}

const pairsOf = (start: Clock, end: Clock): DailyMinutes[] =>
  readingsOf(start).flatMap((first) =>
    readingsOf(end).map((last) => ({ start: first, end: last > first ? last : last + 1_440 })),
  )

const bearsPart = (minute: number, { part }: Moment): boolean =>
  part === null || minuteWithin(part, [minute % 1_440]) !== null

/** The shorter range is the one meant; of equal ones that within opening hours ("9 to 5", "zwischen 3 und 4"). */
function isBetter(pair: DailyMinutes, best: DailyMinutes, { openMinutes }: Context): boolean {
  const [length, bestLength] = [pair.end - pair.start, best.end - best.start]
  if (length !== bestLength) return length < bestLength
  return isOpenAt(pair.start, openMinutes) && !isOpenAt(best.start, openMinutes)
}
