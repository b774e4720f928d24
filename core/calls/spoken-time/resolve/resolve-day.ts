import { Temporal } from 'temporal-polyfill'
import type { DayFrame } from '../grammar/day-frame.ts'
import type { Span } from '../grammar/span.ts'
import type { SpokenLanguage } from '../spoken-time.ts'
import { addSpan } from './add-span.ts'
import { dateOfMonth, nextDayOfMonth } from './date-of-month.ts'
import { askDay, type DayResult, oneDay } from './day-result.ts'
import { monthSpan, seasonSpan, weekendSpan, weekSpan, yearSpan } from './day-spans.ts'
import { holidayIn } from './holidays.ts'
import { nthOfMonth } from './nth-of-month.ts'

export interface DayContext {
  readonly today: Temporal.PlainDate
  readonly language: SpokenLanguage
}

/** Sets the words about the day against today. */
export function resolveDay(frame: DayFrame, context: DayContext): DayResult {
  const base = weekAround(resolveBase(frame, context), frame, context.language)
  if (frame.after !== undefined) return shifted(base, frame.after)
  return checkWeekday(base, frame, context.today)
}

function shifted(base: DayResult, after: Span): DayResult {
  if (base.kind === 'day') return oneDay(addSpan(base.date, after))
  if (base.kind === 'days') return oneDay(addSpan(base.from, after))
  return { ...base, dates: base.dates.map((date) => addSpan(date, after)) }
}

function resolveBase(frame: DayFrame, context: DayContext): DayResult {
  const { today } = context
  if (frame.holiday !== undefined) return oneDay(holiday(frame, today))
  if (frame.nth !== undefined) return nthOfMonth(frame, today)
  if (frame.day !== undefined) return dayOfMonth(frame, today)
  if (frame.month !== undefined || frame.monthOffset !== undefined) return monthSpan(frame, today)
  if (frame.offset !== undefined) return oneDay(today.add({ days: frame.offset }))
  if (frame.isoWeek !== undefined) return numberedWeek(frame, frame.isoWeek, today)
  if (frame.week !== undefined) return week(frame, context)
  if (frame.weekday !== undefined) return weekday(frame, frame.weekday, context)
  return resolveSpan(frame, today)
}

function resolveSpan(frame: DayFrame, today: Temporal.PlainDate): DayResult {
  if (frame.weekend !== undefined) return weekendSpan(frame.weekend, today)
  if (frame.season !== undefined) return seasonSpan(frame.season, today)
  if (frame.year !== undefined || frame.yearOffset !== undefined) return yearSpan(frame, today)
  return oneDay(today)
}

const dayOfMonth = (frame: DayFrame, today: Temporal.PlainDate): DayResult =>
  frame.month === undefined && frame.monthOffset === undefined
    ? nextDayOfMonth(frame.day ?? 1, today)
    : dateOfMonth(frame, today)

function holiday(frame: DayFrame, today: Temporal.PlainDate): Temporal.PlainDate {
  const name = frame.holiday ?? 'new_year'
  if (frame.year !== undefined) return holidayIn(name, frame.year)
  if (frame.yearOffset !== undefined) return holidayIn(name, today.year + frame.yearOffset)
  const thisYear = holidayIn(name, today.year)
  return Temporal.PlainDate.compare(thisYear, today) < 0 ? holidayIn(name, today.year + 1) : thisYear
}

/** "the week of October 6th": who names a week by its Sunday begins it there, in English. */
function weekAround(result: DayResult, { weekOf }: DayFrame, language: SpokenLanguage): DayResult {
  if (!weekOf || result.kind !== 'day') return result
  const { date } = result
  return weekFrom(mondayOf(language === 'en' && date.dayOfWeek === 7 ? date.add({ days: 1 }) : date))
}

const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate => date.subtract({ days: date.dayOfWeek - 1 })
const weekFrom = (monday: Temporal.PlainDate): DayResult => ({
  kind: 'days',
  from: monday,
  to: monday.add({ weeks: 1 }),
})

/** "KW 48": this year's, or next year's where it is over. ISO 8601: the week of 4 January is the first. */
function numberedWeek(frame: DayFrame, count: number, today: Temporal.PlainDate): DayResult {
  const inYear = (year: number) =>
    mondayOf(Temporal.PlainDate.from({ year, month: 1, day: 4 })).add({ weeks: count - 1 })
  const year = frame.year ?? today.year + (frame.yearOffset ?? 0)
  const over =
    frame.year === undefined && Temporal.PlainDate.compare(inYear(year).add({ days: 6 }), today) < 0
  const monday = inYear(over ? year + 1 : year)
  return frame.weekday === undefined ? weekFrom(monday) : oneDay(monday.add({ days: frame.weekday - 1 }))
}

/** With a weekday, calendar weeks: "nächste Woche Dienstag" said on a Saturday is three days ahead. */
function week(frame: DayFrame, { today, language }: DayContext): DayResult {
  const monday = mondayOf(today).add({ weeks: frame.week ?? 0 })
  if (frame.weekday !== undefined) return oneDay(monday.add({ days: frame.weekday - 1 }))
  // "kommende Woche" is the running or the next one, depending on whom one asks.
  if (frame.which === 'coming' && frame.phase === undefined && language === 'de')
    return askDay('which_week', today, monday)
  return weekSpan(frame, today)
}

/**
 * "nächsten Mittwoch" is the nearest one to some and next week's to others. Where both are the same day it is that
 * day, else the caller is asked. A weekday that is today's own may be today or in a week.
 */
function weekday(frame: DayFrame, day: number, { today }: DayContext): DayResult {
  const ahead = ((day - today.dayOfWeek + 6) % 7) + 1
  const nearest = today.add({ days: ahead })
  const inAWeek = nearest.add({ weeks: 1 })
  switch (frame.which) {
    case 'last':
      return oneDay(nearest.subtract({ weeks: ahead === 7 ? 2 : 1 }))
    case 'afterNext':
      return oneDay(inAWeek)
    case 'next':
      return day > today.dayOfWeek ? askDay('which_day', nearest, inAWeek) : oneDay(nearest)
    case 'coming':
      return oneDay(nearest)
    case 'this':
      return oneDay(ahead === 7 ? today : nearest)
    default:
      return ahead === 7 && frame.after === undefined ? askDay('which_day', today, nearest) : oneDay(nearest)
  }
}

/** A date whose weekday is another one than said is a slip of the tongue: which of the two was meant? */
function checkWeekday(result: DayResult, frame: DayFrame, today: Temporal.PlainDate): DayResult {
  if (result.kind !== 'day' || frame.weekday === undefined || frame.nth !== undefined) return result
  if (result.date.dayOfWeek === frame.weekday) return result
  const nearest = today.add({ days: (frame.weekday - today.dayOfWeek + 7) % 7 })
  return askDay('day_contradicts', result.date, nearest)
}
