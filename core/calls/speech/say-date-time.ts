import { Temporal } from 'temporal-polyfill'
import type { InLanguages } from './language.ts'
import { type SayDateRequest, sayDate } from './say-date.ts'
import { sayTime } from './say-time.ts'

/**
 * An instant read aloud with weekday, date and clock time at the location: "Dienstag, der 24. November um 14 Uhr 30",
 * as `dative` "am Dienstag, dem 24. November, um 14 Uhr 30", "Tuesday, November 24th at 2:30 PM". Seconds are left
 * out. In the hour that comes twice when the clocks go back it says which one.
 */
export function sayDateTime(request: SayDateRequest): string {
  const { at, zone, language, form = 'nominative' } = request
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const time = sayTime(local.toPlainTime().toString({ smallestUnit: 'minute' }), language)
  const joint = language === 'en' ? ' at ' : form === 'nominative' ? ' um ' : ', um '
  return `${sayDate(request)}${joint}${time}${whichHour(local, language)}`
}

const WHICH_HOUR: InLanguages<{ readonly first: string; readonly second: string }> = {
  de: { first: ' vor der Zeitumstellung', second: ' nach der Zeitumstellung' },
  en: { first: ' before the clock change', second: ' after the clock change' },
}

function whichHour(local: Temporal.ZonedDateTime, language: SayDateRequest['language']): string {
  const clock = local.toPlainDateTime()
  const [first, second] = (['earlier', 'later'] as const).map(
    (disambiguation) => clock.toZonedDateTime(local.timeZoneId, { disambiguation }).epochMilliseconds,
  )
  if (first === second) return ''
  return local.epochMilliseconds === first ? WHICH_HOUR[language].first : WHICH_HOUR[language].second
}
