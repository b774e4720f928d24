import { Temporal } from 'temporal-polyfill'
import type { DayFrame } from '../grammar/day-frame.ts'
import { askDay, type DayResult, oneDay } from './day-result.ts'

/** The date, or null where the month has no such day. */
function dateIn(year: number, month: number, day: number): Temporal.PlainDate | null {
  const date = Temporal.PlainDate.from({ year, month, day: 1 })
  return day >= 1 && day <= date.daysInMonth ? date.with({ day }) : null
}

const orAsk = (date: Temporal.PlainDate | null): DayResult => (date ? oneDay(date) : askDay('no_such_date'))

/** "24. November", "the 4th of next month". Without a year the next one from today; with a year that very one. */
export function dateOfMonth(frame: DayFrame, today: Temporal.PlainDate): DayResult {
  const day = frame.day ?? 1
  if (frame.month === undefined) {
    const month = today.with({ day: 1 }).add({ months: frame.monthOffset ?? 0 })
    return orAsk(dateIn(month.year, month.month, day))
  }
  if (frame.year !== undefined) return orAsk(dateIn(frame.year, frame.month, day))
  if (frame.yearOffset !== undefined) return orAsk(dateIn(today.year + frame.yearOffset, frame.month, day))
  const passed = Temporal.PlainDate.compare({ year: today.year, month: frame.month, day }, today) < 0
  return orAsk(dateIn(passed ? today.year + 1 : today.year, frame.month, day))
}

/** "am 24.": the next one from today; months that are too short are passed over. */
export function nextDayOfMonth(day: number, today: Temporal.PlainDate): DayResult {
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const month = today.with({ day: 1 }).add({ months: ahead })
    const date = dateIn(month.year, month.month, day)
    if (date && Temporal.PlainDate.compare(date, today) >= 0) return oneDay(date)
  }
  return askDay('no_such_date')
}
