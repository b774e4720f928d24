import type { Lexeme } from '../words/lexeme.ts'
import { type Clock, clockAt, shiftClock } from './clock.ts'
import {
  type ClockPhrase,
  clockOrUnclear,
  digitalClock,
  dottedClock,
  hourLetterClock,
  hourOnly,
  namedClock,
  notAnHour,
  withZone,
} from './clock-parts.ts'
import { numberWithin } from './number-reader.ts'
import { longest, mapped, optional, type Reader, role, sense, sequence, unless, word } from './reader.ts'

const uhr = role('oclock')

/** "9 Uhr 24. November" and "10 Uhr 2 Personen": the second number is no minute, and "ein" may be an article. */
const minuteAfterHour = unless(
  word(({ senses }: Lexeme) =>
    senses.quantity === undefined && (senses.number ?? 60) < 100 ? senses.number : null,
  ),
  longest<unknown>(
    notAnHour,
    uhr,
    word(({ text }) => (text === '.' ? text : null)),
  ),
)

const hourWithUhr: Reader<ClockPhrase> = mapped(
  sequence(numberWithin(0, 99), uhr, optional(minuteAfterHour)),
  ([hour, , minute]) => clockOrUnclear(hour, minute ?? 0),
)

/** "14 Uhr 30 Minuten": half past two, or two for half an hour. */
const hourAndLength: Reader<ClockPhrase> = mapped(
  sequence(numberWithin(0, 24), uhr, numberWithin(1, 59), minuteUnit()),
  () => 'unclear',
)

const halfHour: Reader<Clock> = mapped(
  sequence(role('half'), numberWithin(1, 24), optional(uhr)),
  ([, hour]) => moved(clockAt(hour), -30),
)

const moved = (clock: Clock | null, minutes: number): Clock | null => clock && shiftClock(clock, minutes)

/** Regional: "viertel drei" is 2:15, "dreiviertel drei" 2:45. */
const regionalQuarter: Reader<Clock> = mapped(
  sequence(role('quarter', 'threeQuarters'), numberWithin(1, 24), optional(uhr)),
  ([part, hour]) => moved(clockAt(hour), part === 'quarter' ? -45 : -15),
)

const base: Reader<Clock> = longest(
  halfHour,
  namedClock,
  mapped(sequence(hourOnly, optional(uhr)), ([clock]) => clock),
)

const minuteCount = longest(
  mapped(role('quarter'), () => 15),
  mapped(sequence(numberWithin(1, 59), optional(minuteUnit())), ([count]) => count),
)

function minuteUnit(): Reader<string> {
  return mapped(sense('unit'), (unit) => (unit === 'minute' ? unit : null))
}

/** "viertel vor zwölf", "fünf nach halb drei", "15 Minuten vor 12". */
const beforeOrAfter: Reader<Clock> = mapped(
  sequence(minuteCount, role('short', 'past'), base),
  ([minutes, direction, clock]) => shiftClock(clock, direction === 'short' ? -minutes : minutes),
)

/** "um neun dreißig". Minutes that could be an hour are garbled speech: "um sechs sechzehn Uhr". */
const hourAndMinute = sequence(numberWithin(0, 24), numberWithin(1, 59))
const spokenPair: Reader<ClockPhrase> = mapped(sequence(hourAndMinute, uhr), ([[hour, minute]]) =>
  minute <= 24 ? 'unclear' : clockAt(hour, minute),
)
const pairAfterAt: Reader<ClockPhrase> = mapped(
  sequence(role('at'), unless(hourAndMinute, longest<unknown>(notAnHour, uhr))),
  ([, [hour, minute]]) => (minute % 5 === 0 && minute > 9 ? clockAt(hour, minute) : 'unclear'),
)

const afterAt: Reader<ClockPhrase> = mapped(
  sequence(role('at'), longest<ClockPhrase>(unless(hourOnly, notAnHour), dottedClock)),
  ([, clock]) => clock,
)

const anywhere: Reader<ClockPhrase> = longest<ClockPhrase>(
  hourWithUhr,
  hourAndLength,
  mapped(sequence(longest(digitalClock, dottedClock), uhr), ([clock]) => clock),
  digitalClock,
  hourLetterClock,
  halfHour,
  regionalQuarter,
  beforeOrAfter,
  spokenPair,
  namedClock,
)

/** A German clock time with its preposition: "gegen halb drei", "um 15", "14 Uhr 30". */
export const germanClock: Reader<ClockPhrase> = withZone(
  longest<ClockPhrase>(
    mapped(sequence(optional(role('at')), anywhere), ([, clock]) => clock),
    afterAt,
    pairAfterAt,
  ),
)
