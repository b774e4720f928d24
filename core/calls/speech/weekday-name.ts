import { Temporal } from 'temporal-polyfill'
import type { SpokenLanguage } from '../spoken-time/index.ts'
import { WEEKDAYS } from './calendar-names.ts'

export interface WeekdayRequest {
  /** Epoch milliseconds. */
  readonly at: number
  /** IANA zone of the location. */
  readonly zone: string
  readonly language: SpokenLanguage
}

/** "Dienstag", "Tuesday": of an instant at the location. */
export function weekdayName({ at, zone, language }: WeekdayRequest): string {
  const { dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  return WEEKDAYS[language][dayOfWeek - 1] ?? ''
}
