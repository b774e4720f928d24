import { Temporal } from 'temporal-polyfill'

/** Epoch milliseconds of an ISO 8601 date or time in UTC; undefined where it is none, or has another offset. */
export function parseUtc(text: string, dateEnds: 'start' | 'end' = 'start'): number | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text))
    return parseUtc(`${text}T${dateEnds === 'start' ? '00:00:00' : '23:59:59'}Z`)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+00:00)$/.test(text)) return undefined
  const instant = Date.parse(text)
  return Number.isNaN(instant) ? undefined : instant
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** With the zone's offset and milliseconds, `Z` for UTC, as the provider writes slots. */
export function localIso(instant: number, timeZone: string): string {
  if (timeZone === 'UTC') return new Date(instant).toISOString()
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ timeZone, fractionalSecondDigits: 3 })
}

/** Minutes east of UTC at that instant. */
export function utcOffsetMinutes(instant: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).offsetNanoseconds / 60e9
}

/** Without milliseconds, as webhook payloads have it. */
export function isoSeconds(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z')
}
