import type { DayFrame } from './day-frame.ts'
import { digits, dottedOrdinal, ordinal } from './number-reader.ts'
import { fillers, longest, mapped, optional, type Reader, role, sense, sequence, word } from './reader.ts'

const strongMonth = word(({ senses }) => (senses.weak ? null : senses.month))

/** "may" is a month behind a preposition: "in May", "from May to December". */
const weakMonth: Reader<number> = (words, at) => {
  const before = words[at - 1]?.senses.roles ?? []
  const announced = before.some((each) => ['in', 'of', 'from', 'until', 'to'].includes(each))
  return announced ? sense('month')(words, at) : null
}

const fullYear = mapped(digits(4, 4), (text) => (text >= '1900' && text <= '2199' ? Number(text) : null))

/** "im März", "next May", "December 2026". */
const month: Reader<DayFrame> = mapped(
  sequence(
    fillers('in', 'the', 'of'),
    optional(sense('which')),
    longest(strongMonth, weakMonth),
    optional(fullYear),
  ),
  ([, which, name, year]) => ({
    month: name,
    ...(which === null ? {} : { which }),
    ...(year === null ? {} : { year }),
  }),
)
const certainMonth = longest(
  month,
  mapped(sense('month'), (name): DayFrame => ({ month: name })),
)

const strongWeekday = word(({ senses }) => (senses.weak ? null : senses.weekday))
const last = word(({ senses }) => (senses.which === 'last' ? -1 : null))
const nthOf: Reader<DayFrame> = longest<DayFrame>(
  mapped(strongWeekday, (day) => ({ weekday: day, nth: { count: 0, of: 'weekday' } })),
  mapped(sense('unit'), (name) =>
    name === 'day' || name === 'week' || name === 'weekend' ? { nth: { count: 0, of: name } } : null,
  ),
)

/**
 * Months and what is counted within them: "im März", "Ende des Monats", "letzter Montag im März".
 *
 * @param unit "next month", "this week"
 * @param wholeUnit the running unit: "the month"
 */
export function namedMonth(unit: Reader<DayFrame>, wholeUnit: Reader<DayFrame>): Reader<DayFrame> {
  const phase: Reader<DayFrame> = mapped(
    sequence(
      fillers('at', 'in', 'the'),
      sense('phase'),
      fillers('at', 'of', 'the', 'in'),
      longest(unit, wholeUnit, certainMonth),
    ),
    ([, part, , frame]) => ({ ...frame, phase: part }),
  )
  const nth: Reader<DayFrame> = mapped(
    sequence(
      fillers('the', 'in'),
      longest(ordinal, dottedOrdinal, last),
      nthOf,
      role('of', 'in'),
      fillers('the', 'in', 'of'),
      longest<DayFrame>(
        unit,
        wholeUnit,
        certainMonth,
        mapped(fullYear, (year) => ({ year })),
      ),
    ),
    ([, count, what, , , within]) => (what.nth ? { ...what, ...within, nth: { ...what.nth, count } } : null),
  )
  return longest(month, phase, nth)
}
