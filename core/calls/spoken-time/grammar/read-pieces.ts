import type { SpokenLanguage } from '../spoken-time.ts'
import type { Lexeme, Role } from '../words/lexeme.ts'
import { calendarDate, type SlashOrder } from './calendar-date.ts'
import type { DayFrame } from './day-frame.ts'
import { englishClock, letterHalf } from './english-clock.ts'
import { germanClock } from './german-clock.ts'
import { namedDay } from './named-day.ts'
import { digits, dottedOrdinal, ordinal } from './number-reader.ts'
import { partAfterDay, partOfDay } from './part-of-day.ts'
import type { Piece } from './piece.ts'
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
} from './reader.ts'
import { countedFromDay, fromNow, length, stretch, within } from './relative-day.ts'

const LINKS: readonly Role[] = [
  'from',
  'after',
  'before',
  'until',
  'to',
  'between',
  'and',
  'or',
  'not',
  'correction',
  'orLater',
  'orEarlier',
]

const asDay = (day: Reader<DayFrame>): Reader<Piece> => mapped(day, (frame) => ({ kind: 'day', frame }))

const ordinalPiece = (figure: Reader<number>): Reader<Piece> =>
  mapped(sequence(optional(role('the')), fillers('the'), figure), ([the, , value]) => ({
    kind: 'number',
    value,
    ordinal: true,
    article: the !== null,
  }))

const partOfFigure = sequence(sign(',', '.', '/', ':'), tight(digits(1, 4)))

/** Half of "37,1" or of a phone number is no hour. */
const isWhole = (words: readonly Lexeme[], at: number): boolean =>
  partOfFigure(words, at - 1) === null && partOfFigure(words, at + 1) === null

const cardinalPiece: Reader<Piece> = (words, at) => {
  const read = isWhole(words, at) ? sequence(sense('number'), optional(letterHalf))(words, at) : null
  if (!read) return null
  const [value, half] = read.value
  const figures = words[at]?.digits
  const piece: Piece = {
    kind: 'number',
    value,
    ordinal: false,
    article: false,
    ...(figures === undefined ? {} : { digits: figures }),
    ...(half === null ? {} : { half }),
  }
  return { value: piece, next: read.next }
}

/** On equal length the earlier reader wins: "15h" is a clock time before it is a length. */
function pieceReader(language: SpokenLanguage, order: SlashOrder): Reader<Piece> {
  const clock = language === 'de' ? germanClock : englishClock
  const date = calendarDate(order)
  const day = longest(date, namedDay(date))
  const fold: Reader<Piece> = mapped(sense('fold'), (which) => ({ kind: 'fold', fold: which }))
  const soon: Reader<Piece> = mapped(role('soon'), () => ({ kind: 'soon' }))
  return longest<Piece>(
    mapped(clock, (phrase): Piece => ({ kind: 'clock', clock: phrase })),
    countedFromDay(day),
    asDay(day),
    fromNow,
    stretch,
    within,
    partOfDay,
    length,
    soon,
    fold,
    ordinalPiece(language === 'de' ? longest(ordinal, dottedOrdinal) : ordinal),
    cardinalPiece,
  )
}

const READERS = {
  de: { dayFirst: pieceReader('de', 'dayFirst'), monthFirst: pieceReader('de', 'dayFirst') },
  en: { dayFirst: pieceReader('en', 'dayFirst'), monthFirst: pieceReader('en', 'monthFirst') },
} as const

/** Cuts a sentence into phrases, at each place the longest that can be read there. */
export function readPieces(words: readonly Lexeme[], language: SpokenLanguage, order: SlashOrder): Piece[] {
  const reader = READERS[language][order]
  const pieces: Piece[] = []
  let at = 0
  while (at < words.length) {
    const match = (pieces.at(-1)?.kind === 'day' ? partAfterDay(words, at) : null) ?? reader(words, at)
    pieces.push(match?.value ?? linkOrWord(words[at]))
    at = match?.next ?? at + 1
  }
  return pieces
}

function linkOrWord(lexeme: Lexeme | undefined): Piece {
  if (lexeme?.text === '-') return { kind: 'link', roles: ['to'], sign: true }
  const roles = lexeme?.senses.roles ?? []
  if (roles.includes('counter')) return { kind: 'counter' }
  if (LINKS.some((link) => roles.includes(link))) return { kind: 'link', roles, sign: false }
  return roles.length > 0 ? { kind: 'glue' } : { kind: 'word' }
}
