import { Temporal } from 'temporal-polyfill'
import type { DayFrame } from '../grammar/day-frame.ts'
import { askDay, type DayResult } from './day-result.ts'

type Phase = NonNullable<DayFrame['phase']>

const days = (from: Temporal.PlainDate, to: Temporal.PlainDate): DayResult => ({ kind: 'days', from, to })

/** Days of the week from Monday 0, half-open. */
const WEEK_PHASES: Readonly<Record<Phase, readonly [number, number]>> = {
  start: [0, 2],
  mid: [2, 4],
  end: [4, 7],
  later: [3, 7],
  rest: [0, 7],
  workdays: [0, 5],
}

/** A calendar week or a part of it; "unter der Woche" said at the weekend is the next one. */
export function weekSpan({ week = 0, phase }: DayFrame, today: Temporal.PlainDate): DayResult {
  const over = phase === 'workdays' && week === 0 && today.dayOfWeek > 5
  const monday = today.subtract({ days: today.dayOfWeek - 1 }).add({ weeks: over ? 1 : week })
  const [from, to] = phase === undefined ? [0, 7] : WEEK_PHASES[phase]
  return days(monday.add({ days: from }), monday.add({ days: to }))
}

/** Saturday and Sunday. "Nächstes Wochenende" is this week's to some, unless that has begun. */
export function weekendSpan(weekend: number, today: Temporal.PlainDate): DayResult {
  const saturday = today.add({ days: 6 - today.dayOfWeek })
  const from = saturday.add({ weeks: weekend })
  if (weekend === 1 && today.dayOfWeek < 6) return askDay('which_week', saturday, from)
  return days(from, from.add({ days: 2 }))
}

/** A month or about a third of it. Without a year the running or the next such month. */
export function monthSpan(frame: DayFrame, today: Temporal.PlainDate): DayResult {
  const first = firstOfMonth(frame, today)
  const next = first.add({ months: 1 })
  switch (frame.phase) {
    case 'start':
      return days(first, first.with({ day: 11 }))
    case 'mid':
      return days(first.with({ day: 11 }), first.with({ day: 21 }))
    case 'end':
      return days(first.with({ day: 21 }), next)
    case 'later':
      return days(first.with({ day: 16 }), next)
    default:
      return days(first, next)
  }
}

function firstOfMonth(frame: DayFrame, today: Temporal.PlainDate): Temporal.PlainDate {
  const thisMonth = today.with({ day: 1 })
  if (frame.month === undefined) return thisMonth.add({ months: frame.monthOffset ?? 0 })
  if (frame.year !== undefined)
    return Temporal.PlainDate.from({ year: frame.year, month: frame.month, day: 1 })
  if (frame.yearOffset !== undefined)
    return thisMonth.with({ month: frame.month }).add({ years: frame.yearOffset })
  const ahead = (frame.month - today.month + 12) % 12
  return thisMonth.add({ months: ahead + MONTHS_FOR[frame.which ?? 'this'] })
}

const MONTHS_FOR = { this: 0, next: 0, coming: 0, afterNext: 12, last: -12 } as const

/** A calendar year or a part of it. */
export function yearSpan(frame: DayFrame, today: Temporal.PlainDate): DayResult {
  const year = frame.year ?? today.year + (frame.yearOffset ?? 0)
  const from = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  const [first, last] = YEAR_PHASES[frame.phase ?? 'rest']
  return days(from.add({ months: first }), from.add({ months: last }))
}

const YEAR_PHASES: Readonly<Record<Phase, readonly [number, number]>> = {
  start: [0, 4],
  mid: [4, 8],
  end: [8, 12],
  later: [6, 12],
  rest: [0, 12],
  workdays: [0, 12],
}

/** The days calendars print; which year's equinox falls a day earlier decides no appointment. */
const SEASONS = {
  spring: { month: 3, day: 20 },
  summer: { month: 6, day: 21 },
  autumn: { month: 9, day: 23 },
  winter: { month: 12, day: 21 },
} as const

/** The running or the next such season. */
export function seasonSpan(season: keyof typeof SEASONS, today: Temporal.PlainDate): DayResult {
  const begin = Temporal.PlainDate.from({ year: today.year - 1, ...SEASONS[season] })
  const ends = (from: Temporal.PlainDate) => from.add({ months: 3 })
  const from = [0, 1, 2]
    .map((years) => begin.add({ years }))
    .find((start) => Temporal.PlainDate.compare(ends(start), today) > 0)
  return days(from ?? begin, ends(from ?? begin))
}
