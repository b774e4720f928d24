/** A clock time as said. */
export interface Clock {
  /** Minutes from midnight, below 1440. */
  readonly minutes: number
  /** The hour could be twelve hours later as well: "um drei". */
  readonly open: boolean
  readonly seconds?: number
  /** A zone that the caller named: IANA or an offset. */
  readonly zone?: string
  /** Which of two equal clock times in the night the clocks go back. */
  readonly fold?: 'earlier' | 'later'
}

/** 13 to 24 and 0 say themselves which half of the day they are in. 24:00 is the day's last midnight. */
export function clockAt(hour: number, minute = 0): Clock | null {
  if (hour > 24 || minute > 59) return null
  return { minutes: (hour % 24) * 60 + minute, open: hour >= 1 && hour <= 12 }
}

export const withHalf = (clock: Clock, half: 'am' | 'pm'): Clock => ({
  ...clock,
  minutes: (clock.minutes % 720) + (half === 'pm' ? 720 : 0),
  open: false,
})

/** Moves a clock time by minutes ("viertel vor zwölf"), staying open where it was. */
export const shiftClock = (clock: Clock, minutes: number): Clock => ({
  ...clock,
  minutes: (clock.minutes + minutes + 1_440) % 1_440,
})

/** Every minute of the day it can mean, the earlier first. */
export const readingsOf = (clock: Clock): readonly number[] =>
  clock.open ? [clock.minutes % 720, (clock.minutes % 720) + 720] : [clock.minutes]
