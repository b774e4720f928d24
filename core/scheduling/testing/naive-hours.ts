import { Temporal } from 'temporal-polyfill'
import type { AvailabilityRequest, BookableResource } from '../availability-request.ts'
import type { Interval } from '../interval.ts'
import type { Weekday } from '../local-date.ts'
import type { DateOverride, Weekly } from '../working-hours.ts'

/** Each minute carries the date (in milliseconds) whose hours open it, or nothing. */
type Painted = Map<number, number>

interface PlaceHours {
  hours: Weekly | null
  overrides?: readonly DateOverride[] | undefined
  breaks?: Weekly | undefined
  windows?: readonly Interval[] | undefined
}

function paint(place: PlaceHours, zone: string, { from, to }: AvailabilityRequest): Painted {
  if (place.windows) return paintWindows(place.windows)
  const dateOf = (minute: number) =>
    Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
  const last = dateOf(to).add({ days: 3 })
  const painted: Painted = new Map()
  for (let date = dateOf(from).subtract({ days: 3 }); !date.equals(last); date = date.add({ days: 1 })) {
    const label = Date.parse(date.toString())
    for (const { start, end } of windowsOn(date, place, zone)) {
      for (let minute = start; minute < end; minute++) painted.set(minute, label)
    }
  }
  return painted
}

function paintWindows(windows: readonly Interval[]): Painted {
  const painted: Painted = new Map()
  for (const { start, end } of windows) {
    for (let minute = start; minute < end; minute++) painted.set(minute, 0)
  }
  return painted
}

function windowsOn(date: Temporal.PlainDate, { hours, overrides }: PlaceHours, zone: string) {
  if (!date.toZonedDateTime(zone).toPlainDate().equals(date)) return []
  const minuteAt = (minutes: number) =>
    date.toPlainDateTime('00:00').add({ minutes }).toZonedDateTime(zone, { disambiguation: 'compatible' })
      .epochMilliseconds / 60_000
  const override = overrides?.find((each) => each.date === date.toString())
  const usual = hours === null ? [{ start: 0, end: 1440 }] : hours[date.dayOfWeek as Weekday]
  return (override?.windows ?? usual ?? []).map(({ start, end }) => ({
    start: minuteAt(start),
    end: minuteAt(end),
  }))
}

/** A holiday closes it, but not for whoever has hours for that date; rooms go with the staff. */
export function paintHouse(request: AvailabilityRequest, { id, kind }: BookableResource): PaintedHours {
  const { location } = request
  const people = request.resources.filter(
    (each) => each.kind === 'staff' && (kind !== 'staff' || each.id === id),
  )
  const worked = (date: string) =>
    people.some(({ overrides }) => overrides?.some((each) => each.date === date && each.windows.length > 0))
  const closed = (location.holidays ?? [])
    .filter((date) => !location.overrides?.some((each) => each.date === date) && !worked(date))
    .map((date) => ({ date, windows: [] }))
  const overrides = [...(location.overrides ?? []), ...closed]
  return paintHours({ ...location, overrides }, location.zone, request)
}

export interface PaintedHours {
  open: Painted
  breaks: Painted
}

export function paintHours(place: PlaceHours, zone: string, request: AvailabilityRequest): PaintedHours {
  const without = place.overrides?.map(({ date }) => ({ date, windows: [] }))
  const breaks = place.breaks ? paint({ hours: place.breaks, overrides: without }, zone, request) : new Map()
  return { open: paint(place, zone, request), breaks }
}

export const isOpen = ({ open, breaks }: PaintedHours, minute: number): boolean =>
  open.has(minute) && !breaks.has(minute)
