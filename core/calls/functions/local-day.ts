import { Temporal } from 'temporal-polyfill'

/** Epoch milliseconds, half-open. */
export interface LocalDay {
  from: number
  to: number
}

/** A calendar day in a zone: 23, 24 or 25 hours long. */
export function localDay(date: string, zone: string): LocalDay {
  const day = Temporal.PlainDate.from(date)
  const startOf = (each: Temporal.PlainDate) => each.toZonedDateTime(zone).epochMilliseconds
  return { from: startOf(day), to: startOf(day.add({ days: 1 })) }
}

/** Minutes from midnight at an instant. */
export function minuteOfDay(at: number, zone: string): number {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return hour * 60 + minute
}

/** RFC 3339 with the zone's offset, for the data beside what is said. */
export function localTime(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ timeZone: zone, smallestUnit: 'second' })
}
