import { Temporal } from 'temporal-polyfill'
import { isWithin } from '../scheduling/index.ts'
import type { SpokenTime } from './spoken-time/index.ts'

/** Whether a start (epoch milliseconds) can be what was said: the day, the clock time or both, at the location. */
export function fitsSpoken(spoken: SpokenTime, start: number, zone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  const isOn = (date: string) => local.toPlainDate().toString() === date
  switch (spoken.kind) {
    case 'instant':
      return spoken.start === start
    case 'time':
      return local.toPlainTime().toString({ smallestUnit: 'minute' }) === spoken.time
    case 'date':
      return isOn(spoken.date)
    case 'window':
      return (
        spoken.from <= start &&
        (spoken.to === null || start < spoken.to) &&
        (!spoken.daily || isWithin(local.hour * 60 + local.minute, spoken.daily))
      )
    case 'ask':
      return spoken.candidates.some((one) =>
        one.start === undefined ? isOn(one.date ?? '') : one.start === start,
      )
    case 'past':
    case 'nothing':
      return false
  }
}
