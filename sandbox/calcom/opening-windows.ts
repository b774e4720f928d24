import { Temporal } from 'temporal-polyfill'
import type { Schedule } from './calcom-state.ts'

/** Half-open, epoch milliseconds. */
export type Interval = { start: number; end: number }

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** The schedule's open times on every local day that touches the range; overrides replace a day's rules. */
export function openingWindows(schedule: Schedule, range: Interval): Interval[] {
  const zoned = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(schedule.timeZone).toPlainDate()
  const windows: Interval[] = []
  const last = zoned(range.end)
  for (let day = zoned(range.start); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    windows.push(...windowsOfDay(schedule, day))
  return windows
}

function windowsOfDay(schedule: Schedule, day: Temporal.PlainDate): Interval[] {
  const overrides = schedule.overrides.filter((override) => override.date === day.toString())
  const name = dayNames[day.dayOfWeek - 1] ?? ''
  const rules =
    overrides.length > 0 ? overrides : schedule.availability.filter((rule) => rule.days.includes(name))
  const at = (time: string) =>
    day.toZonedDateTime({ timeZone: schedule.timeZone, plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds
  return rules
    .map(({ startTime, endTime }) => ({ start: at(startTime), end: at(endTime) }))
    .filter(({ start, end }) => start < end)
}
