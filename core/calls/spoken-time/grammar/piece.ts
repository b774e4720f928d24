import type { DayPart } from '../resolve/day-part.ts'
import type { Role } from '../words/lexeme.ts'
import type { ClockPhrase } from './clock-parts.ts'
import type { DayFrame } from './day-frame.ts'
import type { Span } from './span.ts'

/** A sentence as a row of recognised phrases; what lies between them is `word` or `glue`. */
export type Piece =
  | { readonly kind: 'day'; readonly frame: DayFrame }
  | { readonly kind: 'clock'; readonly clock: ClockPhrase }
  | { readonly kind: 'part'; readonly part: DayPart; readonly offset?: number }
  /** A number that only its neighbours can make an hour or a day. */
  | {
      readonly kind: 'number'
      readonly value: number
      readonly ordinal: boolean
      readonly article: boolean
      readonly digits?: string
      readonly half?: 'am' | 'pm'
    }
  /** "for 30 minutes", "eine Stunde": a length, not a time. */
  | { readonly kind: 'length'; readonly span: Span }
  /** "in two hours": counted from now. */
  | { readonly kind: 'offset'; readonly span: Span }
  /** "next three days"; negative for the last ones. */
  | { readonly kind: 'stretch'; readonly span: Span }
  | { readonly kind: 'within'; readonly span: Span }
  | { readonly kind: 'soon' }
  /** Which of two equal clock times in the night the clocks go back. */
  | { readonly kind: 'fold'; readonly fold: 'earlier' | 'later' }
  | { readonly kind: 'link'; readonly roles: readonly Role[]; readonly sign: boolean }
  | { readonly kind: 'counter' }
  /** Articles and prepositions that belong to no phrase. */
  | { readonly kind: 'glue' }
  | { readonly kind: 'word' }

/** Pieces that say something about when. */
export type TimePiece = Exclude<Piece, { kind: 'number' | 'link' | 'counter' | 'glue' | 'word' }>

const SAYS_NOTHING: ReadonlySet<Piece['kind']> = new Set(['number', 'link', 'counter', 'glue', 'word'])

export const isTimePiece = (piece: Piece | undefined): piece is TimePiece =>
  piece !== undefined && !SAYS_NOTHING.has(piece.kind)
