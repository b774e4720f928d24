import type { Weekday } from './local-date.ts'
import type { DayWindow, Weekly } from './working-hours.ts'

/** `{ start: '09:00', end: '18:00' }` on the wall; an end past `24:00` runs into the next date (`26:00` is 2 a.m.). */
export interface ClockRange {
  readonly start: string
  readonly end: string
}

/** Hours as they are written for people. A day that is left out is closed. */
export type NamedWeek = Readonly<Partial<Record<DayName, readonly ClockRange[]>>>

export const DAY_NAMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type DayName = (typeof DAY_NAMES)[number]

const WEEKDAYS: Record<DayName, Weekday> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
}

export function weeklyOf(week: NamedWeek): Weekly {
  const days = DAY_NAMES.flatMap((name) => {
    const ranges = week[name]
    return ranges ? [[WEEKDAYS[name], windowsOf(ranges)] as const] : []
  })
  return Object.fromEntries(days)
}

export function namedWeek(weekly: Weekly): NamedWeek {
  const days = DAY_NAMES.flatMap((name) => {
    const windows = weekly[WEEKDAYS[name]]
    return windows ? [[name, rangesOf(windows)] as const] : []
  })
  return Object.fromEntries(days)
}

export const windowsOf = (ranges: readonly ClockRange[]): DayWindow[] =>
  ranges.map(({ start, end }) => ({ start: minuteOf(start), end: minuteOf(end) }))

export const rangesOf = (windows: readonly DayWindow[]): ClockRange[] =>
  windows.map(({ start, end }) => ({ start: clockOf(start), end: clockOf(end) }))

/** Throws RangeError for what is no `HH:MM`. */
function minuteOf(text: string): number {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(text) ?? []
  if (hours === undefined || minutes === undefined)
    throw new RangeError(`${text} is no time of day like 09:00`)
  return Number(hours) * 60 + Number(minutes)
}

/** `09:00`; past the end of the day `26:00`. */
export const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
