import type { Lexeme } from '../words/lexeme.ts'
import { type Clock, clockAt } from './clock.ts'
import { digits, digitsWithin, numberWithin } from './number-reader.ts'
import {
  longest,
  mapped,
  optional,
  type Reader,
  role,
  sense,
  sequence,
  sign,
  tight,
  unless,
  word,
} from './reader.ts'

/** A clock time, or something said like one that no clock shows. */
export type ClockPhrase = Clock | 'unclear'

export const clockOrUnclear = (hour: number, minute = 0): ClockPhrase => clockAt(hour, minute) ?? 'unclear'

const offsetBy = (...signs: readonly string[]): Reader<string> =>
  mapped(
    sequence(sign(...signs), tight(digits(2, 2)), sign(':'), tight(digits(2, 2))),
    ([direction, hours, , minutes]) =>
      Number(hours) > 14 || Number(minutes) > 59 ? null : `${direction}${hours}:${minutes}`,
  )
const zulu = mapped(tight(word(({ text }) => (text === 'z' ? text : null))), () => 'UTC')
const fractionOfSecond = sequence(sign('.'), tight(digits(1, 9)))

/** Only behind seconds is "-05:00" an offset: "11:30-13:30" is a range. */
const seconds = mapped(
  sequence(
    sign(':'),
    tight(digits(2, 2)),
    optional(fractionOfSecond),
    optional(unless(longest(zulu, offsetBy('+', '-')), sign(':'))),
  ),
  ([, second, , zone]) => ({ seconds: Number(second), ...(zone === null ? {} : { zone }) }),
)

/** "14:30", "9:05:00", "09:30Z". A leading zero is how machines write the morning: not open. */
export const digitalClock: Reader<ClockPhrase> = mapped(
  sequence(
    digits(1, 2),
    sign(':'),
    tight(digits(2, 2)),
    optional(seconds),
    optional(longest(zulu, offsetBy('+'))),
  ),
  ([hour, , minute, withSeconds, zone]) => {
    const clock = clockAt(Number(hour), Number(minute))
    if (!clock) return 'unclear'
    return {
      ...clock,
      open: clock.open && !hour.startsWith('0'),
      ...withSeconds,
      ...(zone === null ? {} : { zone }),
    }
  },
)

/** "15h", "17h10": with minutes it is the notation of a 24-hour clock. */
export const hourLetterClock: Reader<ClockPhrase> = mapped(
  sequence(digitsWithin(0, 24), word(isHourLetter), optional(tight(digits(2, 2)))),
  ([hour, , minute]) => {
    const clock = clockAt(hour, Number(minute ?? 0))
    return clock && { ...clock, open: clock.open && minute === null }
  },
)

function isHourLetter({ text }: Lexeme): string | null {
  return text === 'h' ? text : null
}

/** "10.10": a time only where the words around it say so. */
export const dottedClock: Reader<ClockPhrase> = mapped(
  sequence(digitsWithin(0, 24), sign('.'), tight(digits(2, 2))),
  ([hour, , minute]) => clockAt(hour, Number(minute)),
)

/** noon, midnight: fixed points that are never open. */
export const namedClock: Reader<Clock> = mapped(sense('clock'), (minutes) => ({ minutes, open: false }))

export const hourOnly: Reader<Clock> = mapped(numberWithin(0, 24), (hour) => clockAt(hour))

/** What turns the number before it into something else than an hour. */
export const notAnHour: Reader<unknown> = longest<unknown>(
  role('counter', 'ordinalEnding'),
  sense('unit'),
  sense('month'),
  tight(
    sequence(
      sign('/', ',', ':', '.'),
      word(({ digits: text, senses }) => text ?? senses.month),
    ),
  ),
)

/** A clock time with the zone that may follow it. */
export const withZone = (clock: Reader<ClockPhrase>): Reader<ClockPhrase> =>
  mapped(sequence(clock, optional(sense('zone'))), ([phrase, zone]) =>
    phrase === 'unclear' || zone === null ? phrase : { ...phrase, zone },
  )
