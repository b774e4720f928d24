import type { DailyMinutes } from '../spoken-time.ts'

/** The parts of a day that callers name. */
export type DayPart =
  | 'early_morning'
  | 'morning'
  | 'forenoon'
  | 'noon'
  | 'early_afternoon'
  | 'afternoon'
  | 'late_afternoon'
  | 'evening'
  | 'late_evening'
  | 'night'
  /** "nachts": the night hours of the day itself; "Samstag Nacht" reaches into Sunday. */
  | 'at_night'

const hours = (start: number, end: number): DailyMinutes => ({ start: start * 60, end: end * 60 })

/** What to search when only the part was said. */
const SEARCHED: Readonly<Record<DayPart, DailyMinutes>> = {
  early_morning: hours(6, 9),
  morning: hours(6, 12),
  forenoon: hours(9, 12),
  noon: hours(11, 14),
  early_afternoon: hours(13, 15),
  afternoon: hours(13, 17),
  late_afternoon: hours(15, 18),
  evening: hours(17, 21),
  late_evening: hours(19, 22),
  night: hours(20, 24),
  at_night: hours(20, 24),
}

/** Wider: which clock times may bear the name ("7 in the afternoon", "8 Uhr in der Nacht"). Past 24 is the next day. */
const NAMED: Readonly<Record<DayPart, readonly DailyMinutes[]>> = {
  early_morning: [hours(0, 12)],
  morning: [hours(0, 12)],
  forenoon: [hours(5, 13)],
  noon: [hours(9, 16)],
  early_afternoon: [hours(12, 24)],
  afternoon: [hours(12, 24)],
  late_afternoon: [hours(12, 24)],
  evening: [hours(15, 25)],
  late_evening: [hours(15, 25)],
  night: [hours(18, 30)],
  at_night: [hours(0, 6), hours(18, 24)],
}

export const searchedMinutes = (part: DayPart): DailyMinutes => SEARCHED[part]

/** The minute (may pass 1440) at which one of the readings bears the part's name, or null if none can. */
export function minuteWithin(part: DayPart, readings: readonly number[]): number | null {
  const shifted = readings.flatMap((minute) => [minute, minute + 1440]).sort((a, b) => a - b)
  const bears = (minute: number) => NAMED[part].some(({ start, end }) => minute >= start && minute < end)
  return shifted.find(bears) ?? null
}
