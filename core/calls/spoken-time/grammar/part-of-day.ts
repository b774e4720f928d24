import type { Piece } from './piece.ts'
import { fillers, longest, mapped, optional, type Reader, role, sense, sequence, word } from './reader.ts'

/** A part that can't be anything else; "morgen" alone is tomorrow. */
const plainPart = word(({ senses }) => (senses.frame === undefined ? senses.part : null))

const OFFSETS = { this: 0, next: 1, coming: 1, afterNext: 2, last: -1 } as const

/** "this afternoon", "diesen Morgen", "last night". */
const chosenPart: Reader<Piece> = mapped(
  sequence(fillers('in', 'the'), sense('which'), sense('part')),
  ([, which, part]) => ({
    kind: 'part',
    part,
    offset: OFFSETS[which],
  }),
)

/** "tonight" is one word with a part and its day. */
const partOfToday: Reader<Piece> = word(({ senses }) =>
  senses.part === undefined || senses.partOffset === undefined
    ? null
    : { kind: 'part', part: senses.part, offset: senses.partOffset },
)

const anyPart: Reader<Piece> = mapped(
  sequence(optional(role('at')), fillers('in', 'the', 'for'), plainPart),
  ([, , part]) => ({ kind: 'part', part }),
)

/** "am Morgen": the article makes it the morning. */
const articledPart: Reader<Piece> = mapped(
  sequence(optional(role('in', 'at')), role('the'), sense('part')),
  ([, , part]) => ({ kind: 'part', part }),
)

export const partOfDay: Reader<Piece> = longest(partOfToday, chosenPart, anyPart, articledPart)

/** After a day even "morgen" is the morning: "Dienstag morgen", "heute morgen". */
export const partAfterDay: Reader<Piece> = mapped(sense('part'), (part) => ({ kind: 'part', part }))
