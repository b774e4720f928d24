import type { DayFrame } from './day-frame.ts'
import { digits, digitsWithin, dottedOrdinal, numberWithin, ordinal, year } from './number-reader.ts'
import {
  fillers,
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

/** What "8/10" means. Dots always put the day first. */
export type SlashOrder = 'dayFirst' | 'monthFirst'

const fullYear: Reader<number> = mapped(sense('number'), (value) =>
  value >= 1900 && value <= 2199 ? value : null,
)
const dayNumber = digitsWithin(1, 31)
const monthNumber = digitsWithin(1, 12)

/** Days that no month has are read all the same, so that the caller can be told. */
const spokenDay = longest(ordinal, dottedOrdinal, digitsWithin(1, 39))

const month = sense('month')

/** "march three", but "may one ask" is no date: beside "may" only figures and ordinals count. */
const spokenMonth = word(({ senses }) => (senses.weak ? null : senses.month))

/** A clock time begins here, so the number before it was no part of a date. */
const clockFollows = longest<unknown>(role('oclock', 'am', 'pm'), sequence(sign(':'), tight(digits(2, 2))))

const withYear = (frame: DayFrame, said: number | null): DayFrame =>
  said === null ? frame : { ...frame, year: said }

const middleMonth = longest(monthNumber, month)
const iso: Reader<DayFrame> = mapped(
  sequence(digits(4, 4), sign('-', '/', '.'), tight(middleMonth), sign('-', '/', '.'), tight(dayNumber)),
  ([said, , inYear, , day]) => ({ year: Number(said), month: inYear, day }),
)

const yearAfterDot = longest(tight(year), fullYear)
const dotted: Reader<DayFrame> = unless(
  longest(
    mapped(
      sequence(dayNumber, sign('.'), tight(monthNumber), optional(sign('.')), optional(tight(year))),
      ([day, , inYear, , said]) => withYear({ day, month: inYear }, said),
    ),
    mapped(
      sequence(dayNumber, sign('.'), monthNumber, sign('.'), optional(yearAfterDot)),
      ([day, , inYear, , said]) => withYear({ day, month: inYear }, said),
    ),
  ),
  clockFollows,
)

/** "22/04" can only be read one way, whatever the order. */
const ordered = (order: SlashOrder, first: number, second: number): DayFrame | null => {
  const [day, inYear] = order === 'dayFirst' ? [first, second] : [second, first]
  if (inYear <= 12) return { day, month: inYear }
  return day <= 12 ? { day: inYear, month: day } : null
}

const yearAfter = (...signs: readonly string[]): Reader<number | null> =>
  optional(mapped(sequence(sign(...signs), tight(year)), ([, said]) => said))

const slashed = (order: SlashOrder): Reader<DayFrame> =>
  longest(
    mapped(sequence(dayNumber, sign('/'), tight(dayNumber), yearAfter('/')), ([first, , second, said]) => {
      const frame = ordered(order, first, second)
      return frame && withYear(frame, said)
    }),
    mapped(
      sequence(dayNumber, sign('-'), tight(dayNumber), sign('-'), tight(fullYear)),
      ([first, , second, , said]) => {
        const frame = ordered(order, first, second)
        return frame && withYear(frame, said)
      },
    ),
    mapped(sequence(spokenDay, sign('/'), month, yearAfter('/')), ([day, , inYear, said]) =>
      withYear({ day, month: inYear }, said),
    ),
    mapped(sequence(sense('ordinal'), sign('/'), monthNumber), ([day, , inYear]) => ({ day, month: inYear })),
    mapped(sequence(month, sign('/'), tight(dayNumber)), ([inYear, , day]) => ({ day, month: inYear })),
    mapped(sequence(monthNumber, sign('/'), tight(digits(4, 4))), ([inYear, , said]) => ({
      month: inYear,
      year: Number(said),
    })),
    mapped(sequence(month, sign('/'), tight(digits(4, 4))), ([inYear, , said]) => ({
      month: inYear,
      year: Number(said),
    })),
  )

const dayBeforeMonth: Reader<DayFrame> = mapped(
  sequence(spokenDay, fillers('of', 'the'), month, optional(fullYear)),
  ([day, , inYear, said]) => withYear({ day, month: inYear }, said),
)

const monthAndDay: Reader<[number, null, number]> = longest(
  sequence(month, fillers('the'), spokenDay),
  sequence(spokenMonth, fillers('the'), numberWithin(1, 39)),
)
const dayAfterMonth: Reader<DayFrame> = mapped(
  sequence(unless(monthAndDay, clockFollows), optional(fullYear)),
  ([[inYear, , day], said]) => withYear({ day, month: inYear }, said),
)

/** "am zehnten Zehnten". */
const twoOrdinals: Reader<DayFrame> = mapped(
  sequence(sense('ordinal'), sense('ordinal'), optional(fullYear)),
  ([day, inYear, said]) => (inYear <= 12 ? withYear({ day, month: inYear }, said) : null),
)

const thatMonth = word(({ senses }) => (senses.unit === 'month' ? senses.unit : null))
const MONTH_SHIFTS = { this: 0, next: 1, coming: 1, afterNext: 2, last: -1 } as const

/** "20 of next month". */
const dayOfThatMonth: Reader<DayFrame> = mapped(
  sequence(spokenDay, role('of'), fillers('the'), sense('which'), thatMonth),
  ([day, , , which]) => ({ day, monthOffset: MONTH_SHIFTS[which] }),
)

/** A day of a month in all its spellings: "24.11.", "2026-11-24", "November 24th", "zehnten Zehnten". */
export const calendarDate = (order: SlashOrder): Reader<DayFrame> =>
  mapped(
    sequence(
      fillers('the', 'of'),
      longest(iso, dotted, slashed(order), dayBeforeMonth, dayAfterMonth, twoOrdinals, dayOfThatMonth),
    ),
    ([, frame]) => frame,
  )
