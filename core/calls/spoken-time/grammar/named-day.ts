import type { Unit } from '../words/lexeme.ts'
import type { DayFrame, Which } from './day-frame.ts'
import { namedMonth } from './named-month.ts'
import { digits, numberWithin } from './number-reader.ts'
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
  unless,
  word,
} from './reader.ts'
import { daysSpan, NO_SPAN } from './span.ts'

const SHIFTS: Readonly<Record<Which, number>> = { this: 0, next: 1, coming: 1, afterNext: 2, last: -1 }

const strongWeekday = word(({ senses }) => (senses.weak ? null : senses.weekday))

/** "so" is Sunday where a date in figures follows. */
const weakWeekday: Reader<number> = (words, at) =>
  words[at + 1]?.digits === undefined ? null : sense('weekday')(words, at)

const sameDayNextWeek = word(({ text }) => (text === 'week' ? 'week' : null))
const afterNext = mapped(
  sequence(
    role('after'),
    word(({ text }) => (text === 'next' ? text : null)),
  ),
  () => 'afterNext' as const,
)

/** "kommenden Donnerstag", "friday after next", "Tuesday week". */
const weekday: Reader<DayFrame> = mapped(
  sequence(
    fillers('the', 'in', 'of'),
    optional(sense('which')),
    longest(strongWeekday, weakWeekday),
    optional(longest<'week' | 'afterNext'>(afterNext, sameDayNextWeek)),
  ),
  ([, which, day, ending]) => {
    if (ending === 'week') return { weekday: day, after: daysSpan(7) }
    const choice = ending ?? which
    return choice === null ? { weekday: day } : { weekday: day, which: choice }
  },
)

/** "three Fridays from now": the nearest one counts. */
const countedWeekday: Reader<DayFrame> = mapped(
  sequence(numberWithin(1, 20), strongWeekday, role('hence')),
  ([count, day]) => ({
    weekday: day,
    which: 'coming',
    after: daysSpan((count - 1) * 7),
  }),
)

/** A calendar unit counted from the running one; null for what is no calendar unit. */
function unitFrame(unit: Unit, which: Which): DayFrame | null {
  const shift = SHIFTS[which]
  if (unit === 'day') return { offset: shift }
  if (unit === 'week') return which === 'coming' ? { week: shift, which } : { week: shift }
  if (unit === 'weekend') return which === 'coming' ? { weekend: 0 } : { weekend: shift }
  if (unit === 'month') return { monthOffset: shift }
  if (unit === 'workday') return { after: { ...NO_SPAN, workdays: shift } }
  return unit === 'year' ? { yearOffset: shift } : null
}

const chosenUnit: Reader<DayFrame> = longest(
  mapped(sequence(sense('which'), sense('unit')), ([which, unit]) => unitFrame(unit, which)),
  mapped(sequence(sense('unit'), afterNext), ([unit, which]) => unitFrame(unit, which)),
)
const bareWeekend: Reader<DayFrame> = mapped(sense('unit'), (unit) =>
  unit === 'weekend' ? { weekend: 0 } : null,
)
const weekWord = word(({ senses }) => (senses.unit === 'week' ? senses.unit : null))

/** "KW 48", "week 31". */
const numberedWeek: Reader<DayFrame> = mapped(
  sequence(
    weekWord,
    unless(numberWithin(1, 53), longest<unknown>(role('oclock', 'counter'), sign(':', '.'))),
  ),
  ([, isoWeek]) => ({ isoWeek }),
)

/** "nächste Woche", "this weekend", "am Wochenende", "in KW 48". */
const unit: Reader<DayFrame> = mapped(
  sequence(fillers('the', 'in', 'of'), longest(chosenUnit, bareWeekend, numberedWeek)),
  ([, frame]) => frame,
)

/** The running unit: "Ende des Monats". A bare day says nothing. */
const wholeUnit: Reader<DayFrame> = mapped(sequence(fillers('the', 'of', 'in'), sense('unit')), ([, name]) =>
  name === 'day' ? null : unitFrame(name, 'this'),
)

const season: Reader<DayFrame> = mapped(
  sequence(
    longest<unknown>(sense('which'), sequence(role('in'), optional(sense('which')))),
    fillers('the'),
    sense('season'),
  ),
  ([, , name]) => ({ season: name }),
)

const fullYear = mapped(digits(4, 4), (text) => (text >= '1900' && text <= '2199' ? Number(text) : null))
const yearWord = word(({ senses }) => (senses.unit === 'year' ? senses.unit : null))
const inYear: Reader<DayFrame> = mapped(
  sequence(longest<unknown>(yearWord, role('in', 'of')), fullYear),
  ([, year]) => ({ year }),
)

const holiday: Reader<DayFrame> = mapped(
  sequence(fillers('the', 'in', 'at'), sense('holiday'), optional(fullYear)),
  ([, name, year]) => (year === null ? { holiday: name } : { holiday: name, year }),
)

const plainDay: Reader<DayFrame> = longest(
  sense('frame'),
  weekday,
  countedWeekday,
  unit,
  season,
  holiday,
  inYear,
  namedMonth(unit, wholeUnit),
)

/** Days and stretches of days that go by a name; `date` reads the ones in figures, for "the week of October 6th". */
export const namedDay = (date: Reader<DayFrame>): Reader<DayFrame> =>
  longest(
    plainDay,
    mapped(
      sequence(fillers('the', 'in'), weekWord, role('of'), longest(date, plainDay)),
      ([, , , frame]) => ({ ...frame, weekOf: true as const }),
    ),
  )
