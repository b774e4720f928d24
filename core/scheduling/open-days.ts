import { dateOfDay } from './local-date.ts'
import { type Hours, openWindows } from './working-hours.ts'
import { zoneOffsets } from './zone-offsets.ts'

export interface OpenDay {
  /** In the location's zone. */
  date: string
  /** Epoch milliseconds; empty when closed. */
  ranges: Array<{ start: number; end: number }>
}

const MINUTE = 60_000
const DAY = 1440

/** The opening hours of each local date that `from` to `to` (epoch milliseconds) touches. */
export function openDays(hours: Hours, zone: string, { from, to }: { from: number; to: number }): OpenDay[] {
  const clock = zoneOffsets(zone)
  const dayOf = (at: number) => Math.floor(clock.toWall(Math.floor(at / MINUTE)) / DAY)
  const first = dayOf(from)
  const days = Array.from({ length: dayOf(to) - first + 1 }, (_, i) => first + i)
  return days.map((day) => ({
    date: dateOfDay(day),
    ranges: openWindows(hours, clock, { first: day, last: day }).map(({ start, end }) => ({
      start: start * MINUTE,
      end: end * MINUTE,
    })),
  }))
}
