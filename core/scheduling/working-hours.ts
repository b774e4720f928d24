import { type Days, HoursMemo } from './hours-memo.ts'
import { type Interval, inOrder, subtract, union } from './interval.ts'
import { dayNumber, type LocalDate, type Weekday, weekdayOf } from './local-date.ts'
import type { ZoneOffsets } from './zone-offsets.ts'

/**
 * Minutes from local midnight. An end past 1440 runs into the next date (a bar's 18:00 to 02:00 is 1080 to 1560) and
 * is at most 2880.
 */
export type DayWindow = Interval

/** A weekday without an entry is closed. */
export type Weekly = Readonly<Partial<Record<Weekday, readonly DayWindow[]>>>

/** Replaces the weekly hours (and a holiday) of one date; no windows means closed. */
export interface DateOverride {
  readonly date: LocalDate
  readonly windows: readonly DayWindow[]
}

/** `weekly: null` means no restriction of its own: open all day unless an override or a holiday says otherwise. */
export interface Hours {
  readonly weekly: Weekly | null
  readonly overrides?: readonly DateOverride[] | undefined
  readonly holidays?: readonly LocalDate[] | undefined
  /** Taken out of the weekly hours. */
  readonly breaks?: Weekly | undefined
}

const ALL_DAY: readonly DayWindow[] = [{ start: 0, end: 1440 }]
const CLOSED: readonly DayWindow[] = []
const NEVER: readonly Interval[] = []

/**
 * The opening windows of each local date from `first` to `last` (days since 1970-01-01, both included) in epoch
 * minutes, sorted and disjoint. Windows of one date that touch become one; the seam between two dates stays,
 * because a start grid is anchored at each date's opening. Where a window runs past midnight into hours of the
 * next date, the next date's own hours take over.
 */
export const openWindows = (hours: Hours, clock: ZoneOffsets, days: Days): readonly Interval[] =>
  opened.windows(hours, clock, days)

const opened = new HoursMemo<Hours>((hours, clock, days) => {
  const windowsOf = dayRule(hours)
  const open: Interval[] = []
  let today: readonly Interval[] = CLOSED
  // Dates behind the last one are read too, as their hours may cut its tail; two, as the first may be left out.
  for (let day = days.first; day <= days.last + 2; day++) {
    // Without this check the hours of a date the zone left out would land on the date after it.
    if (!clock.hasDay(day)) continue
    const next = onDay(windowsOf(day), clock, day)
    for (const window of withoutOverhang(today, next)) open.push(window)
    if (day > days.last) return inOrder(open)
    today = next
  }
  // What is left of an overhang may lie between two windows of the next date.
  return inOrder([...open, ...today])
})

/**
 * The breaks of the same dates, sorted and disjoint. A date with hours of its own has none, as they take the place of the
 * whole weekday; one that runs past midnight goes on into the next date, whatever its hours. They are no gap in
 * `openWindows`: after a break the day has not opened anew.
 */
export function breakTimes(hours: Hours, clock: ZoneOffsets, days: Days): readonly Interval[] {
  const { breaks } = hours
  return breaks && Object.keys(breaks).length > 0 ? paused.windows(hours, clock, days) : NEVER
}

const paused = new HoursMemo<Hours>(({ breaks = {}, overrides = [], holidays = [] }, clock, days) => {
  const dates = [...overrides.map(({ date }) => date), ...holidays]
  const without = dates.map((date) => ({ date, windows: CLOSED }))
  return union(openWindows({ weekly: breaks, overrides: without }, clock, days))
})

type DayRule = (day: number) => readonly DayWindow[]

function dayRule(hours: Hours): DayRule {
  const exceptions = new Map<number, readonly DayWindow[]>()
  for (const date of hours.holidays ?? []) exceptions.set(dayNumber(date), CLOSED)
  for (const { date, windows } of hours.overrides ?? []) exceptions.set(dayNumber(date), windows)
  const { weekly } = hours
  const usual: DayRule = weekly === null ? () => ALL_DAY : (day) => weekly[weekdayOf(day)] ?? CLOSED
  return (day) => exceptions.get(day) ?? usual(day)
}

function onDay(windows: readonly DayWindow[], clock: ZoneOffsets, day: number): readonly Interval[] {
  if (windows.length === 0) return CLOSED
  const midnight = day * 1440
  const onTheClock = windows.map(({ start, end }) => ({
    start: clock.toEpoch(midnight + start),
    end: clock.toEpoch(midnight + end),
  }))
  const only = windows.length === 1 ? onTheClock[0] : undefined
  return only && only.start < only.end ? onTheClock : union(onTheClock)
}

function withoutOverhang(today: readonly Interval[], tomorrow: readonly Interval[]): readonly Interval[] {
  const last = today.at(-1)
  const next = tomorrow[0]
  return last && next && last.end > next.start ? subtract(today, tomorrow) : today
}
