/** A calendar date as `YYYY-MM-DD`, read in the location's zone. */
export type LocalDate = string
/** ISO 8601: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

const DAY_MS = 86_400_000
const WEEKDAYS = [4, 5, 6, 7, 1, 2, 3] as const satisfies readonly Weekday[]

/** Days since 1970-01-01. Throws RangeError for a date no calendar has. */
export function dayNumber(date: LocalDate): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN
  // The parser rolls 30 February over into March, which would close the wrong day.
  if (new Date(ms).getUTCDate() !== Number(date.slice(-2))) throw new RangeError(`no such date: ${date}`)
  return ms / DAY_MS
}

export const dateOfDay = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): Weekday {
  return WEEKDAYS[((day % 7) + 7) % 7] ?? 4
}
