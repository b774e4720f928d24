import type { AvailabilityService, OpenDay } from '../../scheduling/index.ts'
import type { Conversation } from '../call-session.ts'
import { type DailyMinutes, resolveSpokenTime, type SpokenTime } from '../spoken-time/index.ts'
import { minuteOfDay } from './local-day.ts'

const WEEK = 7 * 86_400_000

/** What the caller's words for a time mean at the location, whose opening hours decide whether "um drei" is 15:00. */
export async function readSpoken(
  { tenantId, location, now }: Conversation,
  text: string,
  availability: AvailabilityService,
): Promise<SpokenTime> {
  const { zone, language, id } = location
  const days = await availability.openingHours(tenantId, id, { from: now, to: now + WEEK })
  const openMinutes = usualOpening(days, zone)
  return resolveSpokenTime({ text, now, zone, language, ...(openMinutes ? { openMinutes } : {}) })
}

/** Earliest opening and latest closing of the coming week, minutes from midnight. */
function usualOpening(days: readonly OpenDay[], zone: string): DailyMinutes | undefined {
  const ranges = days.flatMap((day) => day.ranges)
  if (ranges.length === 0) return undefined
  // The last minute that is still open, since closing at midnight is minute 0 of the next day.
  const closing = (end: number) => minuteOfDay(end - 1, zone) + 1
  return {
    start: Math.min(...ranges.map(({ start }) => minuteOfDay(start, zone))),
    end: Math.max(...ranges.map(({ end }) => closing(end))),
  }
}
