import { Temporal } from 'temporal-polyfill'

/**
 * The instant a calendar day begins in a zone, RFC 3339 in UTC: for all-day entries. Where midnight does not exist,
 * the day begins at the first time that does.
 *
 * @example
 * startOfDay('2026-03-29', 'Europe/Berlin') // '2026-03-28T23:00:00Z'
 */
export function startOfDay(date: string, zone: string): string {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).toInstant().toString()
}
