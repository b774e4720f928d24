import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../grammar/clock.ts'
import type { Span } from '../grammar/span.ts'
import type { DailyMinutes, SpokenLanguage } from '../spoken-time.ts'
import { addSpan } from './add-span.ts'

/** Now and here, computed once for a request. */
export interface Context {
  /** Epoch milliseconds. */
  readonly now: number
  readonly zone: string
  readonly language: SpokenLanguage
  readonly openMinutes?: DailyMinutes
  readonly today: Temporal.PlainDate
}

const MINUTE_MS = 60_000

export const zonedAt = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone)

/** A time is over once its minute is. */
export const isPast = (at: number, { now }: Context): boolean => at < Math.floor(now / MINUTE_MS) * MINUTE_MS

/**
 * The instant of a minute of a day; past 1440 is the next day.
 *
 * A clock time that the clocks skip in spring is moved on by the gap (02:30 becomes 03:30), one that comes twice in
 * autumn is the first, unless the caller said which: Temporal's "compatible", as calendars do it.
 */
export function instantAt(
  date: Temporal.PlainDate,
  minute: number,
  { zone }: Pick<Context, 'zone'>,
  clock?: Pick<Clock, 'zone' | 'fold' | 'seconds'>,
): number {
  const day = date.add({ days: Math.floor(minute / 1_440) })
  const within = minute % 1_440
  const time = Temporal.PlainTime.from({
    hour: Math.floor(within / 60),
    minute: within % 60,
    second: Math.min(clock?.seconds ?? 0, 59),
  })
  return day
    .toPlainDateTime(time)
    .toZonedDateTime(clock?.zone ?? zone, { disambiguation: clock?.fold ?? 'compatible' }).epochMilliseconds
}

/** The first instant of a day, which is not midnight where the clocks change then. */
export const startOfDay = (date: Temporal.PlainDate, { zone }: Pick<Context, 'zone'>): number =>
  date.toZonedDateTime(zone).epochMilliseconds

/** Now plus a length: calendar units first, then exact time. Whole minutes unless seconds were said. */
export function instantFromNow(span: Span, { now, zone }: Context): number {
  const step = span.seconds % 60 === 0 ? MINUTE_MS : 1_000
  const start = zonedAt(Math.floor(now / step) * step, zone)
  const day = addSpan(start.toPlainDate(), span).toZonedDateTime({
    timeZone: zone,
    plainTime: start.toPlainTime(),
  })
  return day.add({ seconds: Math.round(span.seconds) }).epochMilliseconds
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `14:30` of an instant. */
export function timeText(at: number, zone: string): string {
  const { hour, minute } = zonedAt(at, zone)
  return `${two(hour)}:${two(minute)}`
}

export const dateText = (at: number, zone: string): string => zonedAt(at, zone).toPlainDate().toString()
