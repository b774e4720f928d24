import { isTimePiece, type Piece, type TimePiece } from '../grammar/piece.ts'
import { links } from './links.ts'
import { joinPieces, type Moment } from './moment.ts'
import { takeMonth } from './take-month.ts'
import type { Wish } from './wish.ts'

interface Alternatives {
  /** Where the "or" stands. */
  readonly at: number
  readonly first: TimePiece
  readonly second: TimePiece
}

function alternativesIn(pieces: readonly Piece[]): Alternatives | null {
  const at = pieces.findIndex(
    (piece, index) => links(piece, 'or') && isTimePiece(pieces[index - 1]) && isTimePiece(pieces[index + 1]),
  )
  const [first, second] = [pieces[at - 1], pieces[at + 1]]
  return at > 0 && isTimePiece(first) && isTimePiece(second) ? { at, first, second } : null
}

/** "Between 9 and 11 or in the afternoon": of two unlike wishes the first is tried first. */
export function firstChoice(pieces: readonly Piece[]): readonly Piece[] {
  const found = alternativesIn(pieces)
  return found && found.first.kind !== found.second.kind ? pieces.slice(0, found.at) : pieces
}

/** "Montag oder Dienstag", "um zehn oder elf": two like things between which the caller decides. */
export function composeEither(pieces: readonly Piece[]): Wish | null {
  const found = alternativesIn(pieces)
  if (!found || found.first.kind !== found.second.kind) return null
  const rest = pieces
    .filter((_, index) => index !== found.at - 1 && index !== found.at + 1)
    .filter(isTimePiece)
  const [first, second] = [withMonthOf(found.first, found.second), withMonthOf(found.second, found.first)]
  const moments = [first, second].map((one): Moment => joinPieces([...rest, one]).moment)
  return { kind: 'unsure', clash: first.kind === 'day' ? 'which_day' : 'which_time', moments }
}

const withMonthOf = (piece: TimePiece, other: TimePiece): TimePiece =>
  piece.kind === 'day' && other.kind === 'day'
    ? { ...piece, frame: takeMonth(piece.frame, other.frame) }
    : piece
