import { type Clock, clockAt, withHalf } from '../grammar/clock.ts'
import { isTimePiece, type Piece } from '../grammar/piece.ts'
import { links } from './links.ts'

export type NumberPiece = Extract<Piece, { kind: 'number' }>

/** A number as an hour, or null: 730 and 31 are none. */
export function hourOf({ value, half, digits }: NumberPiece): Clock | null {
  const compact = digits !== undefined && digits.length === 4
  const clock = compact ? clockAt(Math.floor(value / 100), value % 100) : clockAt(value)
  if (!clock) return null
  if (half !== undefined) return withHalf(clock, half)
  return compact && digits.startsWith('0') ? { ...clock, open: false } : clock
}

const asClock = (piece: NumberPiece): Piece => {
  const clock = hourOf(piece)
  return clock ? { kind: 'clock', clock } : piece
}

/**
 * Gives a lone number the meaning that its neighbours ask for: "9 tomorrow" is an hour, "Monday 21" a day.
 * What stays a number says nothing by itself; ranges look at it again.
 */
export function settleNumbers(pieces: readonly Piece[]): Piece[] {
  const settled: Piece[] = []
  for (const [index, piece] of pieces.entries()) {
    const around = {
      beforeThat: settled.at(-2),
      before: settled.at(-1),
      after: pieces[index + 1],
      last: index === pieces.length - 1,
    }
    const joined = piece.kind === 'number' ? spokenMinutes(piece, settled) : null
    if (joined) settled.splice(-1, 1, joined)
    else settled.push(piece.kind === 'number' ? settle(piece, around) : piece)
  }
  return settled
}

interface Around {
  readonly beforeThat: Piece | undefined
  readonly before: Piece | undefined
  readonly after: Piece | undefined
  readonly last: boolean
}

function settle(piece: NumberPiece, around: Around): Piece {
  if (around.after?.kind === 'counter') return { kind: 'word' }
  if (piece.ordinal) return isDayOrdinal(piece, around) ? { kind: 'day', frame: { day: piece.value } } : piece
  if (isYear(piece, around)) return { kind: 'day', frame: { year: piece.value } }
  if (opensRange(around)) return piece
  if (isHourBefore(around.after) || isHourAfterLink(around)) return asClock(piece)
  const ends = around.after?.kind !== 'word' && around.after?.kind !== 'number'
  return ends ? settleAfter(piece, around.before) : piece
}

const opensRange = ({ before, after }: Around): boolean =>
  links(after, 'to', 'and') || links(before, 'to', 'and', 'between')

function settleAfter(piece: NumberPiece, before: Piece | undefined): Piece {
  if (before?.kind === 'part') return asClock(piece)
  if (before?.kind !== 'day') return piece
  const { weekday, day, month } = before.frame
  if (weekday === undefined || day !== undefined || piece.half !== undefined) return asClock(piece)
  return month === undefined && piece.value >= 1 && piece.value <= 31
    ? { kind: 'day', frame: { day: piece.value } }
    : piece
}

/** "march eighteenth nine thirty": the hour is settled already when its minutes arrive. */
function spokenMinutes({ value, ordinal }: NumberPiece, settled: readonly Piece[]): Piece | null {
  const hour = settled.at(-1)
  if (ordinal || value < 10 || value > 59 || hour?.kind !== 'number' || settled.at(-2)?.kind !== 'day')
    return null
  const clock = clockAt(hour.value, value)
  return clock ? { kind: 'clock', clock } : null
}

/** "vor 12", "nach 5", "um zehn oder elf". */
const isHourAfterLink = ({ before, beforeThat, after }: Around): boolean => {
  if (after?.kind === 'word' || after?.kind === 'number') return false
  if (links(before, 'or')) return beforeThat?.kind === 'clock'
  return links(before, 'from', 'after', 'before', 'until')
}

const isHourBefore = (after: Piece | undefined): boolean =>
  after?.kind === 'part' || (after?.kind === 'day' && after.frame.offset !== undefined)

/** "first available": the small ordinals are adjectives more often than days. */
function isDayOrdinal({ value, article }: NumberPiece, { before, after, last }: Around): boolean {
  if (value < 1 || value > 31) return false
  if (value <= 2 && after?.kind === 'word') return false
  return (
    article ||
    isTimePiece(before) ||
    isTimePiece(after) ||
    before?.kind === 'link' ||
    links(after, 'to') ||
    last
  )
}

function isYear({ value, digits }: NumberPiece, { before }: Around): boolean {
  if (digits?.length !== 4 || value < 1900 || value > 2199) return false
  if (before?.kind === 'day') return before.frame.month !== undefined
  return links(before, 'from', 'after', 'before', 'until')
}
