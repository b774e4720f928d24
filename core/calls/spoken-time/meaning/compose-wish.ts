import type { DayFrame } from '../grammar/day-frame.ts'
import { isTimePiece, type Piece, type TimePiece } from '../grammar/piece.ts'
import { composeBounded } from './compose-bounded.ts'
import { composeEither, firstChoice } from './compose-either.ts'
import { links } from './links.ts'
import { EMPTY_MOMENT, joinPieces, type Moment } from './moment.ts'
import { settleNumbers } from './settle-numbers.ts'
import { splitRange } from './split-range.ts'
import { takeMonth } from './take-month.ts'
import type { Wish } from './wish.ts'

/** Joins the phrases of a sentence to one wish. */
export function composeWish(read: readonly Piece[]): Wish {
  const pieces = firstChoice(settleNumbers(dropDenied(read.filter((piece) => piece.kind !== 'glue'))))
  const times = pieces.filter(isTimePiece)
  if (times.length === 0 && !pieces.some((piece) => links(piece, 'between', 'from')))
    return { kind: 'nothing' }
  return (
    composeEither(pieces) ??
    range(pieces) ??
    span(times) ??
    composeBounded(pieces, correctionsIn(pieces)) ??
    point(pieces)
  )
}

/**
 * "nächste Woche, nur nicht Montag früh": what directly follows a "nicht" is not wished. A second phrase of the same kind
 * is: "nicht Montag, Dienstag".
 */
function dropDenied(pieces: readonly Piece[]): Piece[] {
  let denied: Set<Piece['kind']> | undefined
  return pieces.filter((piece) => {
    const drops = denied !== undefined && isTimePiece(piece) && !denied.has(piece.kind)
    if (drops) denied?.add(piece.kind)
    else denied = links(piece, 'not') ? new Set() : undefined
    return !drops
  })
}

/** Pieces after a "nein", a "sondern" or a "nicht" win over what was said before. */
function correctionsIn(pieces: readonly Piece[]): ReadonlySet<TimePiece> {
  const first = pieces.findIndex((piece) => links(piece, 'correction', 'not'))
  return new Set(first < 0 ? [] : pieces.slice(first).filter(isTimePiece))
}

function range(pieces: readonly Piece[]): Wish | null {
  const split = splitRange(pieces)
  if (!split) return null
  const shared = joinPieces(split.shared)
  const start = joinPieces(split.start)
  const end = joinPieces(split.end)
  for (const side of [shared, start, end]) {
    if ('clash' in side) return { kind: 'unsure', clash: side.clash, moments: [side.moment] }
  }
  const each = split.each.length === 0 ? null : (range(split.each) ?? composeBounded(split.each, new Set()))
  return { kind: 'range', ...fillEnds(shared.moment, start.moment, end.moment), each }
}

/** "Thursday from 9 to 11", "1-2pm tomorrow", "from 13 to 15 July": each end takes what only the other names. */
function fillEnds(shared: Moment, start: Moment, end: Moment): { start: Moment; end: Moment } {
  const day = shared.frame ?? {}
  const [first, last] = [
    { ...day, ...start.frame },
    { ...day, ...end.frame },
  ]
  const inFirst = start.frame === null ? last : takeMonth(first, last)
  const inLast = end.frame === null ? first : takeMonth(last, first)
  const part = end.part ?? shared.part
  return {
    start: { ...start, frame: emptyToNull(inFirst), part: start.part ?? (start.clock ? part : null) },
    end: { ...end, frame: emptyToNull(inLast), part: end.part ?? (end.clock ? part : null) },
  }
}

const emptyToNull = (frame: DayFrame): DayFrame | null => (Object.keys(frame).length === 0 ? null : frame)

function span(times: readonly TimePiece[]): Wish | null {
  const found = times.find((piece) => piece.kind === 'stretch' || piece.kind === 'within')
  if (found) return { kind: 'stretch', span: found.span, startsNow: found.kind === 'within' }
  return times.some((piece) => piece.kind === 'soon') ? { kind: 'soon' } : null
}

function point(pieces: readonly Piece[]): Wish {
  const times = pieces.filter(isTimePiece)
  const joined = joinPieces(times, correctionsIn(pieces))
  if ('clash' in joined)
    return { kind: 'unsure', clash: joined.clash, moments: clashing(times, joined.moment) }
  const { frame, clock, part, offset } = joined.moment
  const empty = frame === null && clock === null && part === null && offset === null
  return empty ? { kind: 'nothing' } : { kind: 'point', moment: joined.moment }
}

/** One moment for each of the days or clock times that were said. */
function clashing(times: readonly TimePiece[], moment: Moment): Moment[] {
  return times.flatMap((piece): Moment[] => {
    if (piece.kind === 'day') return [{ ...moment, frame: piece.frame }]
    if (piece.kind !== 'clock' || piece.clock === 'unclear') return []
    return [{ ...EMPTY_MOMENT, frame: moment.frame, clock: piece.clock }]
  })
}
