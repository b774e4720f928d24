import type { Moment } from '../meaning/moment.ts'
import type { Wish } from '../meaning/wish.ts'
import type { DailyMinutes } from '../spoken-time.ts'
import { minuteOfAnyDay } from './choose-minute.ts'
import { searchedMinutes } from './day-part.ts'
import type { Context } from './local-time.ts'
import { rangeMinutes } from './range-minutes.ts'

/** The part of each day that a wish leaves: "nach 17 Uhr", "zwischen 9 und 12"; null where it says no clock time. */
export function dailyMinutes(wish: Wish, context: Context): DailyMinutes | null {
  switch (wish.kind) {
    case 'from': {
      const start = edge(wish.moment, wish.past, context)
      return start === null ? null : { start, end: 1_440 }
    }
    case 'until': {
      const end = edge(wish.moment, false, context)
      return end === null ? null : { start: 0, end }
    }
    case 'range': {
      const minutes = rangeMinutes(wish.start, wish.end, context)
      return minutes === 'contradicts' ? null : minutes
    }
    default:
      return null
  }
}

function edge({ clock, part }: Moment, closing: boolean, { openMinutes }: Context): number | null {
  if (clock !== null) return minuteOfAnyDay(clock, part, openMinutes)
  if (part === null) return null
  const { start, end } = searchedMinutes(part)
  return closing ? end : start
}
