import type { PublicHoliday } from '../tenants/index.ts'
import { subtract } from './interval.ts'
import { dateOfDay } from './local-date.ts'
import { breakTimes, type Hours, openWindows } from './working-hours.ts'
import { zoneOffsets } from './zone-offsets.ts'

export interface OpenDay {
  /** In the location's zone. */
  date: string
  /** Epoch milliseconds; empty when closed. */
  ranges: Array<{ start: number; end: number }>
  /** Closed for it. */
  holiday?: PublicHoliday['name']
}

const MINUTE = 60_000
const DAY = 1440

/** The opening hours of each local date that `from` to `to` (epoch milliseconds) touches. */
export function openDays(
  usual: Omit<Hours, 'holidays'>,
  { zone, holidays = [] }: { zone: string; holidays?: readonly PublicHoliday[] },
  { from, to }: { from: number; to: number },
): OpenDay[] {
  const clock = zoneOffsets(zone)
  const hours = { ...usual, holidays: holidays.map(({ date }) => date) }
  const special = new Set(usual.overrides?.map(({ date }) => date))
  const closing = new Map(
    holidays.filter(({ date }) => !special.has(date)).map((each) => [each.date, each.name]),
  )
  const dayOf = (at: number) => Math.floor(clock.toWall(Math.floor(at / MINUTE)) / DAY)
  const first = dayOf(from)
  const days = Array.from({ length: dayOf(to) - first + 1 }, (_, i) => first + i)
  return days.map((day) => {
    const date = dateOfDay(day)
    const holiday = closing.get(date)
    const open = openWindows(hours, clock, { first: day, last: day })
    const ranges = subtract(open, breakTimes(hours, clock, { first: day - 2, last: day })).map(
      ({ start, end }) => ({
        start: start * MINUTE,
        end: end * MINUTE,
      }),
    )
    return { date, ranges, ...(holiday ? { holiday } : {}) }
  })
}
