import { Temporal } from 'temporal-polyfill'
import type { DayFrame } from '../grammar/day-frame.ts'
import { askDay, type DayResult, oneDay } from './day-result.ts'
import { nthWeekday } from './holidays.ts'

const THURSDAY = 4
const SATURDAY = 6

/** "letzter Montag im März", "third day of October", "last week of July"; without a year the next one. */
export function nthOfMonth(frame: DayFrame, today: Temporal.PlainDate): DayResult {
  if (frame.month === undefined && frame.year !== undefined) return nthIn(frame, frame.year, 12)
  if (frame.month === undefined) {
    const month = today.with({ day: 1 }).add({ months: frame.monthOffset ?? 0 })
    return nthIn(frame, month.year, month.month)
  }
  const year = frame.year ?? today.year + (frame.yearOffset ?? 0)
  const found = nthIn(frame, year, frame.month)
  const fixed = frame.year !== undefined || frame.yearOffset !== undefined
  return fixed || !isOver(found, today) ? found : nthIn(frame, year + 1, frame.month)
}

function isOver(result: DayResult, today: Temporal.PlainDate): boolean {
  if (result.kind === 'ask') return false
  const last = result.kind === 'day' ? result.date : result.to.subtract({ days: 1 })
  return Temporal.PlainDate.compare(last, today) < 0
}

function nthIn(frame: DayFrame, year: number, month: number): DayResult {
  const count = frame.nth?.count ?? 1
  const first = nthStart(frame, year, month, count)
  if (first === null) return askDay('no_such_date')
  if (frame.nth?.of === 'week') return { kind: 'days', from: first, to: first.add({ days: 7 }) }
  if (frame.nth?.of === 'weekend') return { kind: 'days', from: first, to: first.add({ days: 2 }) }
  return oneDay(first)
}

/** A week belongs to the month of its Thursday, a weekend to that of its Saturday. */
function nthStart(frame: DayFrame, year: number, month: number, count: number): Temporal.PlainDate | null {
  if (frame.nth?.of === 'day') return nthDay(year, month, count)
  const anchor = frame.nth?.of === 'week' ? THURSDAY : frame.nth?.of === 'weekend' ? SATURDAY : frame.weekday
  const date = nthWeekday({ year, month, weekday: anchor ?? 1, count })
  if (date.month !== month) return null
  return frame.nth?.of === 'week' ? date.subtract({ days: THURSDAY - 1 }) : date
}

function nthDay(year: number, month: number, count: number): Temporal.PlainDate | null {
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  const day = count > 0 ? count : first.daysInMonth
  return day <= first.daysInMonth ? first.with({ day }) : null
}
