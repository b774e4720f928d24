import { isTimePiece, type Piece, type TimePiece } from '../grammar/piece.ts'
import { links } from './links.ts'
import { hourOf, type NumberPiece } from './settle-numbers.ts'

/** Two ends and what was said about both of them before. */
export interface RangePieces {
  readonly shared: readonly TimePiece[]
  readonly start: readonly TimePiece[]
  readonly end: readonly TimePiece[]
  /** What bounds each single day: "Montag bis Freitag nach 17 Uhr". */
  readonly each: readonly Piece[]
}

type End = readonly Piece[]

/** Finds "von … bis …", "between … and …", "9-11", "later than … but before …"; null where there is no range. */
export function splitRange(pieces: readonly Piece[]): RangePieces | null {
  const opening = pieces.findIndex((piece) => links(piece, 'from', 'between', 'after'))
  const middle = pieces.findIndex((_, index) => index > 0 && isMiddle(pieces, index, opening))
  if (middle < 0) return null
  const opens = opening >= 0 && opening < middle
  const shared = opens ? pieces.slice(0, opening) : []
  const start = pieces.slice(opens ? opening + 1 : 0, middle)
  const rest = pieces.slice(middle + 1)
  const bound = start.some((piece) => piece.kind === 'clock') ? rest.length : dailyBound(rest)
  const settled = settleEnds({ shared, start, end: rest.slice(0, bound), announced: opens })
  return settled && { ...settled, each: rest.slice(bound) }
}

/** Where the days end and the bound on each of them begins. */
function dailyBound(pieces: readonly Piece[]): number {
  const at = pieces.findIndex((_, index) => index > 0 && boundsDays(pieces, index))
  return at < 0 || pieces[0]?.kind !== 'day' ? pieces.length : at
}

/** "nach 17 Uhr", or "9-17 Uhr" with no word before it. */
function boundsDays(pieces: readonly Piece[], index: number): boolean {
  const piece = pieces[index]
  if (links(piece, 'from', 'after', 'before', 'until', 'between')) return true
  return (piece?.kind === 'clock' || piece?.kind === 'number') && links(pieces[index + 1], 'to')
}

function isMiddle(pieces: readonly Piece[], index: number, opening: number): boolean {
  const piece = pieces[index]
  if (!isEnd(pieces[index - 1]) || !isEnd(pieces[index + 1]))
    return links(piece, 'before', 'until') && closes(pieces, index, opening)
  if (links(piece, 'to')) return true
  if (links(piece, 'and')) return links(pieces[opening], 'between') && opening < index
  return links(piece, 'until', 'before') && opening >= 0 && opening < index
}

/** "later than 3:30 but before 6": a word may stand between the two halves. */
const closes = (pieces: readonly Piece[], index: number, opening: number): boolean =>
  opening >= 0 && opening < index - 1 && isEnd(pieces[index + 1]) && isEnd(pieces[opening + 1])

const isEnd = (piece: Piece | undefined): boolean => piece?.kind === 'number' || isTimePiece(piece)

interface Ends {
  readonly shared: End
  readonly start: End
  readonly end: End
  readonly announced: boolean
}

/** Lone numbers become days beside a day ("10 - 22 August") and hours beside an hour ("9 - 11 Uhr"). */
function settleEnds({ shared, start, end, announced }: Ends): Omit<RangePieces, 'each'> | null {
  const as = meaningOfNumbers({ shared, start, end, announced })
  const settled = { shared: timesOf(shared), start: settle(start, as), end: settle(end, as) }
  return comparable(settled) ? settled : null
}

function meaningOfNumbers({ shared, start, end, announced }: Ends): 'day' | 'hour' | null {
  const all = [...start, ...end]
  if (all.some((piece) => piece.kind === 'counter')) return null
  if (all.some((piece) => piece.kind === 'number' && piece.ordinal)) return 'day'
  if (all.some((piece) => piece.kind === 'clock' || piece.kind === 'part' || isHalved(piece))) return 'hour'
  if (all.some(isDayOfMonth)) return 'day'
  return announced || [...shared, ...start].some((piece) => piece.kind === 'day') ? 'hour' : null
}

const isHalved = (piece: Piece): boolean => piece.kind === 'number' && piece.half !== undefined
const isDayOfMonth = (piece: Piece): boolean =>
  piece.kind === 'day' && (piece.frame.day !== undefined || piece.frame.month !== undefined)

function settle(pieces: End, as: 'day' | 'hour' | null): TimePiece[] {
  return timesOf(pieces.map((piece) => (piece.kind === 'number' ? settledNumber(piece, as) : piece)))
}

function settledNumber(piece: NumberPiece, as: 'day' | 'hour' | null): Piece {
  if (as === 'day' && piece.value <= 31) return { kind: 'day', frame: { day: piece.value } }
  // "August 10 - 22, 2012"
  if (as === 'day' && piece.digits?.length === 4) return { kind: 'day', frame: { year: piece.value } }
  const clock = as === 'hour' ? hourOf(piece) : null
  return clock ? { kind: 'clock', clock } : piece
}

const timesOf = (pieces: End): TimePiece[] => pieces.filter(isTimePiece)

/** A day and a clock time are no two ends: "Montag bis 14 Uhr" is a Monday until two. */
function comparable({ start, end }: Pick<RangePieces, 'start' | 'end'>): boolean {
  const has = (pieces: readonly TimePiece[], kind: TimePiece['kind']) =>
    pieces.some((piece) => piece.kind === kind)
  if (has(start, 'clock')) return has(end, 'clock') || has(end, 'day')
  if (has(start, 'day')) return has(end, 'day')
  return has(start, 'part') && has(end, 'part')
}
