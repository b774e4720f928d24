import type { DayFrame } from './day-frame.ts'
import type { Piece } from './piece.ts'
import { fillers, longest, mapped, optional, type Reader, role, sense, sequence, word } from './reader.ts'
import { countsDays, NO_SPAN, negateSpan, type Span } from './span.ts'
import { quantity, span, spanOf } from './span-reader.ts'

const plus = word(({ text }) => (text === '+' ? text : null))
const ago = longest(
  mapped(sequence(role('ago'), span), ([, length]) => negateSpan(length)),
  mapped(sequence(span, role('ago')), ([length]) => negateSpan(length)),
)
const ahead = longest(
  mapped(sequence(longest(role('in'), plus), fillers('at'), span), ([, , length]) => length),
  mapped(sequence(span, role('hence')), ([length]) => length),
)
const immediately = mapped(sense('length'), (minutes) => (minutes === 0 ? NO_SPAN : null))

/** "in 14 Tagen" is a day, "in einer Stunde" an instant. */
export const fromNow: Reader<Piece> = mapped(longest(ago, ahead, immediately), (length) =>
  countsDays(length) && length !== NO_SPAN
    ? { kind: 'day', frame: { after: length } }
    : { kind: 'offset', span: length },
)

/** "the day after Christmas", "am Tag vor Ostern". */
const oneUnit = mapped(sequence(fillers('the'), sense('unit')), ([, unit]) => spanOf(1, unit))

/** British: "a week on Tuesday". */
const on = word(({ text }) => (text === 'on' ? text : null))

/** "drei Tage nach Ostern", "a week from Tuesday", "2 days before Christmas". */
export const countedFromDay = (day: Reader<DayFrame>): Reader<Piece> =>
  mapped(
    sequence(longest(span, oneUnit), longest(role('after', 'before'), on), day),
    ([length, direction, frame]): Piece | null =>
      countsDays(length) && frame.after === undefined
        ? { kind: 'day', frame: { ...frame, after: direction === 'before' ? negateSpan(length) : length } }
        : null,
  )

const manyUnits = mapped(sequence(quantity, sense('unit')), ([count, unit]) => spanOf(count, unit))
const chosen = longest(
  mapped(sequence(sense('which'), fillers('the'), manyUnits), ([which, , length]) => ({ which, length })),
  mapped(sequence(quantity, sense('which'), sense('unit')), ([count, which, unit]) => {
    const length = spanOf(count, unit)
    return length && { which, length }
  }),
  mapped(sequence(sense('which'), sense('unit')), ([which, unit]) => clockUnit(which, unit)),
)

/** "next hour": days and more are calendar units and named elsewhere. */
const clockUnit = (
  which: 'this' | 'next' | 'coming' | 'last' | 'afterNext',
  unit: Parameters<typeof spanOf>[1],
) => {
  const length = spanOf(1, unit)
  return length && length.seconds > 0 && which !== 'this' ? { which, length } : null
}

const directed = ({ which, length }: { which: string; length: Span }): Span | null => {
  if (which === 'last') return negateSpan(length)
  return which === 'next' || which === 'coming' ? length : null
}

/** "in den nächsten drei Tagen", "the next couple of weeks", "last two hours". */
export const stretch: Reader<Piece> = mapped(
  sequence(optional(role('in')), fillers('the'), mapped(chosen, directed)),
  ([, , length]) => ({ kind: 'stretch', span: length }),
)

export const within: Reader<Piece> = mapped(
  sequence(role('within'), fillers('at'), span),
  ([, , length]) => ({ kind: 'within', span: length }),
)

export const length: Reader<Piece> = mapped(sequence(optional(role('for')), span), ([, said]) => ({
  kind: 'length',
  span: said,
}))
