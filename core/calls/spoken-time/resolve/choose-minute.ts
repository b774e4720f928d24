import type { Clock } from '../grammar/clock.ts'
import { readingsOf } from '../grammar/clock.ts'
import type { DailyMinutes } from '../spoken-time.ts'
import { type DayPart, minuteWithin } from './day-part.ts'

/** Where no opening hours are known, appointments are made from 7 to 21. */
const USUAL_HOURS: DailyMinutes = { start: 7 * 60, end: 21 * 60 }

export type MinuteChoice =
  | { readonly kind: 'minute'; readonly minute: number }
  | {
      readonly kind: 'ask'
      readonly question: 'which_time' | 'time_contradicts'
      readonly minutes: readonly number[]
    }

export interface MinuteRequest {
  readonly clock: Clock
  readonly part: DayPart | null
  readonly openMinutes?: DailyMinutes | undefined
  /** Whether a minute of the day in question still lies ahead. */
  readonly isAhead: (minute: number) => boolean
}

const chosen = (minute: number): MinuteChoice => ({ kind: 'minute', minute })

/** Whether a minute of the day lies within opening. */
export const isOpenAt = (minute: number, openMinutes: DailyMinutes = USUAL_HOURS): boolean =>
  minute >= openMinutes.start && minute < openMinutes.end

/** Settles a.m. or p.m.: by the part of the day that was said, else by opening hours, else by what still lies ahead. */
export function chooseMinute(request: MinuteRequest): MinuteChoice {
  const { clock, part, openMinutes, isAhead } = request
  const readings = readingsOf(clock)
  if (part !== null) {
    const minute = minuteWithin(part, readings)
    return minute === null ? { kind: 'ask', question: 'time_contradicts', minutes: readings } : chosen(minute)
  }
  const plausible = readings.filter((minute) => isOpenAt(minute, openMinutes))
  if (readings.length === 1 || plausible.length === 0) return chosen(nearestToOpening(readings, openMinutes))
  if (plausible.length === 1) return chosen(plausible[0] ?? 0)
  const ahead = plausible.filter(isAhead)
  if (openMinutes !== undefined && ahead.length !== 1)
    return { kind: 'ask', question: 'which_time', minutes: plausible }
  return chosen(ahead[0] ?? plausible[0] ?? 0)
}

/** The minute without a day at hand: of two within opening the earlier. */
export function minuteOfAnyDay(clock: Clock, part: DayPart | null, openMinutes?: DailyMinutes): number {
  const choice = chooseMinute({
    clock,
    part,
    openMinutes,
    isAhead: (minute) => isOpenAt(minute, openMinutes),
  })
  return choice.kind === 'minute' ? choice.minute : (choice.minutes[0] ?? clock.minutes)
}

/** Of two times outside opening the one closer to it: who asks for eight before nine means the morning. */
function nearestToOpening(readings: readonly number[], { start, end }: DailyMinutes = USUAL_HOURS): number {
  const distance = (minute: number) => (minute < start ? start - minute : Math.max(0, minute - end))
  return readings.reduce((best, minute) => (distance(minute) < distance(best) ? minute : best))
}
