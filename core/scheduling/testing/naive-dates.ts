import { Temporal } from 'temporal-polyfill'
import type { AvailabilityRequest } from '../availability-request.ts'
import type { Weekday } from '../local-date.ts'

type Asked = Pick<AvailabilityRequest, 'service' | 'location' | 'now'>

/** From when to before when a service may begin, worked out date by date with Temporal. Epoch milliseconds. */
export function naiveDates(asked: Asked): { start: number; end: number } {
  const { activeFrom, activeUntil, bookingWindow, noticeMinutes } = asked.service
  const { zone } = asked.location
  const begins = (date: string) => dayStart(Temporal.PlainDate.from(date), zone)
  const ends = (date: string) => dayStart(Temporal.PlainDate.from(date).add({ days: 1 }), zone)
  const fixed = bookingWindow?.kind === 'fixed' ? bookingWindow : undefined
  return {
    start: Math.max(
      (asked.now + noticeMinutes) * 60_000,
      activeFrom ? begins(activeFrom) : 0,
      fixed ? begins(fixed.from) : 0,
    ),
    end: Math.min(
      activeUntil ? ends(activeUntil) : Number.POSITIVE_INFINITY,
      fixed ? ends(fixed.to) : aheadOf(asked),
    ),
  }
}

function aheadOf({ service, location, now }: Asked): number {
  const { bookingWindow, horizonDays } = service
  const present = Temporal.Instant.fromEpochMilliseconds(Math.round(now * 60_000)).toZonedDateTimeISO(
    location.zone,
  )
  if (bookingWindow?.kind !== 'business_days') return present.add({ days: horizonDays }).epochMilliseconds
  let date = present.toPlainDate()
  for (let open = 0, tried = 0; open < bookingWindow.days && tried < 720; tried++) {
    date = date.add({ days: 1 })
    if (isOpen(date, location)) open++
  }
  return dayStart(date.add({ days: 1 }), location.zone)
}

function isOpen(date: Temporal.PlainDate, { hours, overrides, holidays, zone }: Asked['location']): boolean {
  if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) return false
  const override = overrides?.find((each) => each.date === date.toString())
  const usual = hours === null ? [{ start: 0, end: 1440 }] : hours[date.dayOfWeek as Weekday]
  const windows = override?.windows ?? (holidays?.includes(date.toString()) ? [] : (usual ?? []))
  const at = (minutes: number) =>
    date.toPlainDateTime('00:00').add({ minutes }).toZonedDateTime(zone).epochMilliseconds
  return windows.some(({ start, end }) => at(start) < at(end))
}

const dayStart = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime(zone).epochMilliseconds
