import { Temporal } from 'temporal-polyfill'

/** A day, or an instant (kept in UTC) with the zone the client gave. */
export type EventTime = { date: string } | { dateTime: string; timeZone: string }

/** Reads `{date}` or `{dateTime, timeZone?}`; undefined where it is neither. A local time takes its zone's offset. */
export function parseEventTime(input: unknown, calendarZone: string): EventTime | undefined {
  if (typeof input !== 'object' || input === null) return undefined
  const { date, dateTime, timeZone }: { date?: unknown; dateTime?: unknown; timeZone?: unknown } = input
  const zone = typeof timeZone === 'string' ? timeZone : calendarZone
  try {
    if (typeof date === 'string') return { date: Temporal.PlainDate.from(date).toString() }
    if (typeof dateTime !== 'string') return undefined
    return { dateTime: toUtc(dateTime, zone), timeZone: zone }
  } catch {
    return undefined
  }
}

function toUtc(text: string, zone: string): string {
  if (/(Z|[+-]\d{2}:\d{2})$/i.test(text)) {
    // Checks the zone's name as well.
    return Temporal.Instant.from(text).toZonedDateTimeISO(zone).toInstant().toString()
  }
  return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString()
}

/** Epoch milliseconds; a day starts at its midnight in the calendar's zone. */
export function toInstant(time: EventTime, calendarZone: string): number {
  if ('dateTime' in time) return Temporal.Instant.from(time.dateTime).epochMilliseconds
  return Temporal.PlainDate.from(time.date).toZonedDateTime(calendarZone).epochMilliseconds
}

/** As the provider answers: with the offset of the calendar's (or the asked) zone. */
export function renderTime(time: EventTime, zone: string): object {
  if ('date' in time) return time
  const dateTime = Temporal.Instant.from(time.dateTime).toString({ timeZone: zone, smallestUnit: 'second' })
  return { dateTime: zone === 'UTC' ? dateTime.replace('+00:00', 'Z') : dateTime, timeZone: time.timeZone }
}

/** The part of an instance's id after the underscore: 20261201T083000Z, or 20261201 for a day. */
export function instanceStamp(time: EventTime): string {
  const text =
    'date' in time ? time.date : Temporal.Instant.from(time.dateTime).toString({ smallestUnit: 'second' })
  return text.replaceAll(/[-:]/g, '')
}

/** Epoch milliseconds of an RFC 3339 time with its mandatory offset; undefined where it is none. */
export function parseTimestamp(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i.test(text)) return undefined
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? undefined : instant
}
