import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../grammar/clock.ts'
import type { DayFrame } from '../grammar/day-frame.ts'
import type { Moment } from '../meaning/moment.ts'
import type { Wish } from '../meaning/wish.ts'
import type { DailyMinutes, SpokenTime } from '../spoken-time.ts'
import { windowAnswer } from './answers.ts'
import { dailyMinutes } from './daily-minutes.ts'
import type { DayResult } from './day-result.ts'
import { type Context, instantAt, startOfDay } from './local-time.ts'
import { rangeMinutes } from './range-minutes.ts'
import { resolveDay } from './resolve-day.ts'

/** "zwischen 10 und 12", "from 13 to 15 July", "von Montag 7 Uhr bis Freitag 15 Uhr". */
export function resolveRange(wish: Extract<Wish, { kind: 'range' }>, context: Context): SpokenTime {
  const { start, end, each } = wish
  const days = daysOf(start.frame, end.frame, context)
  if (days.first?.kind === 'ask') return askFor(days.first, start, context)
  if (days.last?.kind === 'ask') return askFor(days.last, end, context)
  const minutes = rangeMinutes(start, end, context)
  if (minutes === 'contradicts') return { kind: 'ask', question: 'time_contradicts', candidates: [] }
  if (minutes !== null) return withinDays(days, minutes, { start, end, context })
  const found = wholeDays(days, context)
  const daily = each && dailyMinutes(each, context)
  return daily && found.kind === 'window' ? { ...found, daily } : found
}

const askFor = (
  { question, dates }: Extract<DayResult, { kind: 'ask' }>,
  { clock }: Moment,
  context: Context,
): SpokenTime => ({
  kind: 'ask',
  question,
  candidates: dates.map((date) => ({
    date: date.toString(),
    ...(clock === null ? {} : { start: instantAt(date, clock.minutes, context, clock) }),
  })),
})

interface RangeDays {
  readonly first: DayResult | null
  readonly last: DayResult | null
  readonly same: boolean
}

/** The end counts from the start: "diesen Freitag bis Montag". */
function daysOf(start: DayFrame | null, end: DayFrame | null, context: Context): RangeDays {
  if (start === null || end === null || JSON.stringify(start) === JSON.stringify(end)) {
    const frame = start ?? end
    const day = frame === null ? null : resolveDay(frame, context)
    return { first: day, last: day, same: true }
  }
  if (floats(start) && floats(end)) return runningDays(start, end, context)
  const first = resolveDay(start, context)
  const anchor = startsOn(first)
  const rebased = anchor !== null && (floats(end) || isBareWeekday(end))
  return { first, last: resolveDay(end, rebased ? { ...context, today: anchor } : context), same: false }
}

/** Dates without a year are found from the end backwards: a range that is running now is not next year's. */
function runningDays(start: DayFrame, end: DayFrame, context: Context): RangeDays {
  const last = resolveDay(end, context)
  const step = start.month === undefined ? { months: 1 } : { years: 1 }
  const today = last.kind === 'day' ? last.date.subtract(step).add({ days: 1 }) : context.today
  return { first: resolveDay(start, { ...context, today }), last, same: false }
}

const floats = ({ day, year, yearOffset, monthOffset, after, offset }: DayFrame): boolean =>
  day !== undefined && [year, yearOffset, monthOffset, after, offset].every((slot) => slot === undefined)

const isBareWeekday = ({ weekday, week, offset, day }: DayFrame): boolean =>
  weekday !== undefined && week === undefined && offset === undefined && day === undefined

function startsOn(day: DayResult): Temporal.PlainDate | null {
  if (day.kind === 'day') return day.date
  return day.kind === 'days' ? day.from : null
}

function endsBefore(day: DayResult): Temporal.PlainDate | null {
  if (day.kind === 'day') return day.date.add({ days: 1 })
  return day.kind === 'days' ? day.to : null
}

function wholeDays({ first, last }: RangeDays, context: Context): SpokenTime {
  const [from, to] = [first && startsOn(first), last && endsBefore(last)]
  if (!from || !to) return { kind: 'nothing' }
  return windowAnswer({ from: startOfDay(from, context), to: startOfDay(to, context) }, context)
}

interface Sides {
  readonly start: Moment
  readonly end: Moment
  readonly context: Context
}

/** One day's window, a window on each of several days, or one that spans days. */
function withinDays({ first, last, same }: RangeDays, minutes: DailyMinutes, sides: Sides): SpokenTime {
  const { context } = sides
  if (first === null || last === null) return nextWindow(minutes, sides)
  if (same && first.kind === 'days') {
    const [from, to] = [startOfDay(first.from, context), startOfDay(first.to, context)]
    return windowAnswer({ from, to, daily: minutes }, context)
  }
  const [from, to] = [startsOn(first), startsOn(last)]
  return from && to ? window({ from, to, minutes }, sides) : { kind: 'nothing' }
}

function window(
  { from, to, minutes }: { from: Temporal.PlainDate; to: Temporal.PlainDate; minutes: DailyMinutes },
  { start, end, context }: Sides,
): SpokenTime {
  const zone = start.clock?.zone ?? end.clock?.zone
  const at = (date: Temporal.PlainDate, minute: number, clock: Clock | null) =>
    instantAt(date, minute, context, { ...clock, ...(zone === undefined ? {} : { zone }) })
  const openEnd = end.clock === null && end.part === null
  const oneDay = from.equals(to)
  const last = oneDay ? minutes.end : openEnd ? 1_440 : minutes.end % 1_440
  return windowAnswer(
    {
      from: at(from, minutes.start, start.clock),
      to: at(to, last, end.clock),
      date: oneDay ? from.toString() : undefined,
    },
    context,
  )
}

function nextWindow(minutes: DailyMinutes, sides: Sides): SpokenTime {
  const { today } = sides.context
  const found = window({ from: today, to: today, minutes }, sides)
  const tomorrow = today.add({ days: 1 })
  return found.kind === 'past' ? window({ from: tomorrow, to: tomorrow, minutes }, sides) : found
}
