import type { Unit } from '../words/lexeme.ts'
import { digits, numberWithin } from './number-reader.ts'
import { longest, mapped, optional, type Reader, role, sense, sequence, sign } from './reader.ts'
import { addSpans, daysSpan, NO_SPAN, type Span } from './span.ts'

const COUNTED: Readonly<Partial<Record<Unit, (count: number) => Span>>> = {
  second: (count) => ({ ...NO_SPAN, seconds: count }),
  minute: (count) => ({ ...NO_SPAN, seconds: count * 60 }),
  hour: (count) => ({ ...NO_SPAN, seconds: count * 3_600 }),
  day: (count) => wholeDays(count),
  workday: (count) => ({ ...NO_SPAN, workdays: Math.round(count) }),
  week: (count) => wholeDays(count * 7),
  month: (count) => ({ ...NO_SPAN, months: Math.round(count) }),
  year: (count) => ({ ...NO_SPAN, months: Math.round(count * 12) }),
}

/** Half a day is twelve hours: a calendar day can't be halved. */
const wholeDays = (count: number): Span =>
  Number.isInteger(count) ? daysSpan(count) : { ...NO_SPAN, seconds: count * 86_400 }

/** The count of a unit; null for what has no fixed length. */
export const spanOf = (count: number, unit: Unit): Span | null => COUNTED[unit]?.(count) ?? null

const decimal = mapped(sequence(digits(1, 3), sign('.', ','), digits(1, 2)), ([whole, , part]) =>
  Number(`${whole}.${part}`),
)
const fraction = mapped(sequence(digits(1, 1), sign('/'), digits(1, 1)), ([top, , bottom]) =>
  Number(bottom) === 0 ? null : Number(top) / Number(bottom),
)
const withHalf = mapped(sequence(numberWithin(1, 99), role('plusHalf')), ([count]) => count + 0.5)

/** How many: "drei", "2,5", "1/2", "zwei ein halb", "a few", "a". */
export const quantity: Reader<number> = longest(
  numberWithin(1, 999),
  sense('quantity'),
  decimal,
  fraction,
  withHalf,
)

const counted = mapped(sequence(quantity, sense('unit'), optional(role('plusHalf'))), ([count, unit, half]) =>
  spanOf(half === null ? count : count + 0.5, unit),
)
const named = mapped(sequence(optional(sense('quantity')), sense('length')), ([, minutes]) =>
  minutes > 0 ? lengthOf(minutes) : null,
)

/** "fortnight" is days, "Viertelstunde" is minutes. */
const lengthOf = (minutes: number): Span =>
  minutes % 1_440 === 0 ? daysSpan(minutes / 1_440) : { ...NO_SPAN, seconds: minutes * 60 }

const component: Reader<Span> = longest(counted, named)
const more = mapped(sequence(optional(role('and')), component), ([, span]) => span)

/** "eine halbe Stunde", "3 hours 30 minutes", "1d, 2hr, and 5min". */
export const span: Reader<Span> = mapped(
  sequence(component, optional(more), optional(more)),
  ([first, second, third]) => addSpans(first, addSpans(second ?? NO_SPAN, third ?? NO_SPAN)),
)
