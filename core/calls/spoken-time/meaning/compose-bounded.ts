import { isTimePiece, type Piece, type TimePiece } from '../grammar/piece.ts'
import { countsDays } from '../grammar/span.ts'
import { links } from './links.ts'
import { joinPieces, type Moment } from './moment.ts'
import type { Boundary, Wish } from './wish.ts'

/** "ab 16 Uhr", "until Friday", "3 pm or later": a wish with one end, or null. */
export function composeBounded(pieces: readonly Piece[], corrections: ReadonlySet<TimePiece>): Wish | null {
  const joined = joinPieces(offsetsOf(pieces), corrections)
  if ('clash' in joined || namesLength(pieces)) return null
  return openEnded(pieces, joined.moment) ?? linked(pieces, joined.moment)
}

function openEnded(pieces: readonly Piece[], moment: Moment): Wish | null {
  const boundary = moment.clock ? 'clock' : moment.part ? 'part' : 'day'
  if (pieces.some((piece) => links(piece, 'orLater'))) return { kind: 'from', moment, boundary, past: false }
  const earlier = pieces.some((piece) => links(piece, 'orEarlier'))
  return earlier ? { kind: 'until', moment, boundary, before: false } : null
}

function linked(pieces: readonly Piece[], moment: Moment): Wish | null {
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1]
    const wish = boundBy(piece, boundaryOf(next), moment)
    // "after five days" begins with the fifth, "after Tuesday" behind it.
    if (wish) return wish.kind === 'from' && next?.kind === 'length' ? { ...wish, past: false } : wish
  }
  return null
}

/** "from 4pm for 30 minutes" begins at four; the length beside the clock time leaves no window open. */
const namesLength = (pieces: readonly Piece[]): boolean =>
  pieces.some(
    (piece, index) =>
      piece.kind === 'length' &&
      (pieces[index - 1]?.kind === 'clock' ||
        (links(pieces[index + 1], 'from') && pieces[index + 2]?.kind === 'clock')),
  )

function boundBy(link: Piece, boundary: Boundary | null, moment: Moment): Wish | null {
  if (link.kind !== 'link' || link.sign || boundary === null) return null
  // "der Termin von Dienstag" names a day, "von 16 Uhr an" opens a window.
  if (link.roles.includes('of') && boundary !== 'clock') return null
  if (links(link, 'from', 'after')) return { kind: 'from', moment, boundary, past: !links(link, 'from') }
  return links(link, 'until', 'before')
    ? { kind: 'until', moment, boundary, before: !links(link, 'until') }
    : null
}

/** "nach fünf Tagen", "after an hour": a length behind "after" counts from now. */
function offsetsOf(pieces: readonly Piece[]): TimePiece[] {
  return pieces.flatMap((piece, index): TimePiece[] => {
    if (!isTimePiece(piece)) return []
    if (piece.kind !== 'length' || !links(pieces[index - 1], 'after')) return [piece]
    return [
      countsDays(piece.span)
        ? { kind: 'day', frame: { after: piece.span } }
        : { kind: 'offset', span: piece.span },
    ]
  })
}

function boundaryOf(piece: Piece | undefined): Boundary | null {
  switch (piece?.kind) {
    case 'length':
      return countsDays(piece.span) ? 'day' : 'offset'
    case 'day':
    case 'clock':
    case 'part':
    case 'offset':
      return piece.kind
    default:
      return null
  }
}
