import type { DayFrame } from '../grammar/day-frame.ts'

/** "from 13 to 15 July": a day of the month takes the month and year that only the other one names. */
export function takeMonth(frame: DayFrame, other: DayFrame): DayFrame {
  if (frame.month === undefined && frame.day === undefined) return frame
  const month = frame.month ?? other.month
  const year = frame.year ?? other.year
  const monthOffset = frame.monthOffset ?? (month === undefined ? other.monthOffset : undefined)
  return {
    ...frame,
    ...(month === undefined ? {} : { month }),
    ...(year === undefined ? {} : { year }),
    ...(monthOffset === undefined ? {} : { monthOffset }),
  }
}
