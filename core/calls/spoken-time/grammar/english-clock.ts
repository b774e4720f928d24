import { type Clock, clockAt, shiftClock, withHalf } from './clock.ts'
import {
  type ClockPhrase,
  digitalClock,
  dottedClock,
  hourLetterClock,
  hourOnly,
  namedClock,
  notAnHour,
  withZone,
} from './clock-parts.ts'
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

const oclock = role('oclock')

/** "am", "p.m.", "o'clock pm"; `.` as in "9.am". */
const spelledHalf: Reader<'am' | 'pm'> = mapped(
  sequence(optional(oclock), optional(sign('.')), role('am', 'pm')),
  ([, , half]) => (half === 'am' ? 'am' : 'pm'),
)

/** "9a", "3:15p": too short to stand without a clock time before it. */
export const letterHalf: Reader<'am' | 'pm'> = tight(
  word(({ text }) => (text === 'a' ? 'am' : text === 'p' ? 'pm' : null)),
)

const eitherHalf = longest(spelledHalf, letterHalf)

/** "730", "1140": hours and minutes without a sign between. */
const compactClock: Reader<Clock> = mapped(digits(3, 4), (text) => {
  const clock = clockAt(Number(text.slice(0, -2)), Number(text.slice(-2)))
  return clock && { ...clock, open: clock.open && !text.startsWith('0') }
})

const minute = longest(
  numberWithin(10, 59),
  mapped(sequence(role('zero'), numberWithin(1, 9)), ([, ones]) => ones),
)

/** "seven thirty", "nine oh five". */
export const hourAndMinute: Reader<Clock> = mapped(sequence(numberWithin(1, 24), minute), ([hour, minutes]) =>
  clockAt(hour, minutes),
)

/** "ten thirty": without a preposition only in words, "3 30" may be anything. */
const wordsOnly: Reader<Clock> = (words, at) => {
  const read = unless(hourAndMinute, notAnHour)(words, at)
  const figures = read && words.slice(at, read.next).some(({ digits: figure }) => figure !== undefined)
  return figures ? null : read
}

const halved = (clock: Reader<ClockPhrase>, half: Reader<'am' | 'pm'>): Reader<ClockPhrase> =>
  mapped(sequence(clock, half), ([phrase, which]) =>
    phrase === 'unclear' || !phrase.open ? phrase : withHalf(phrase, which),
  )

const hourWithHalf = halved(hourOnly, spelledHalf)
const noon: Reader<Clock> = mapped(sequence(optional(digitsWithin(12, 12)), namedClock), ([, clock]) => clock)

const base: Reader<ClockPhrase> = longest<ClockPhrase>(
  noon,
  halved(hourOnly, eitherHalf),
  mapped(sequence(hourOnly, optional(oclock)), ([clock]) => clock),
  hourLetterClock,
)

const moved = (clock: ClockPhrase, minutes: number): ClockPhrase =>
  clock === 'unclear' ? clock : shiftClock(clock, minutes)

const halfPast: Reader<ClockPhrase> = mapped(
  sequence(role('half'), optional(role('past')), base),
  ([, , clock]) => moved(clock, 30),
)

const minutesWord = mapped(sense('unit'), (unit) => (unit === 'minute' ? unit : null))
const countedMinutes = longest(
  mapped(role('quarter'), () => 15),
  mapped(sequence(numberWithin(1, 59), minutesWord), ([count]) => count),
)

/** "a quarter past 3pm", "20 minutes to 2", "15 minutes from 1pm". */
const beforeOrAfter: Reader<ClockPhrase> = mapped(
  sequence(countedMinutes, role('short', 'past'), base),
  ([minutes, direction, clock]) => moved(clock, direction === 'short' ? -minutes : minutes),
)

/** "13 to 15 July" is a range of days: the hour is one of a dial. */
const onTheHour: Reader<ClockPhrase> = longest<ClockPhrase>(
  noon,
  mapped(sequence(numberWithin(1, 12), optional(oclock), optional(eitherHalf)), ([hour, , half]) => {
    const clock = clockAt(hour)
    return clock && half !== null ? withHalf(clock, half) : clock
  }),
)

const direction = word(({ text }) =>
  text === 'past' || text === 'after' ? 1 : text === 'to' || text === 'of' ? -1 : null,
)

/** "15 to noon". Without the word "minutes", "5 to 6" is a range unless the count can't be an hour. */
const bareMinutes = (least: number): Reader<ClockPhrase> =>
  mapped(sequence(numberWithin(1, 59), direction, unless(onTheHour, notAnHour)), ([minutes, sense, clock]) =>
    sense === 1 || minutes >= least ? moved(clock, sense * minutes) : null,
  )

const anywhere: Reader<ClockPhrase> = longest<ClockPhrase>(
  halved(longest<ClockPhrase>(digitalClock, dottedClock), eitherHalf),
  halved(longest(compactClock, hourAndMinute), spelledHalf),
  hourWithHalf,
  wordsOnly,
  mapped(sequence(hourOnly, oclock), ([clock]) => clock),
  unless(
    longest<ClockPhrase>(digitalClock, dottedClock),
    longest<unknown>(role('counter'), sequence(sign('.', '/'), tight(digits(1, 4)))),
  ),
  hourLetterClock,
  halfPast,
  beforeOrAfter,
  bareMinutes(13),
  noon,
)

const afterAt: Reader<ClockPhrase> = mapped(
  sequence(
    role('at'),
    longest<ClockPhrase>(
      unless(longest(hourOnly, hourAndMinute, compactClock), notAnHour),
      halved(hourOnly, eitherHalf),
      bareMinutes(1),
    ),
  ),
  ([, clock]) => clock,
)

/** An English clock time with its preposition: "at half past two", "3 pm", "a quarter to noon". */
export const englishClock: Reader<ClockPhrase> = withZone(
  longest<ClockPhrase>(
    mapped(sequence(optional(role('at')), anywhere), ([, clock]) => clock),
    afterAt,
  ),
)
