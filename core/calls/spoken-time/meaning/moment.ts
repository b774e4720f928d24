import type { Clock } from '../grammar/clock.ts'
import type { DayFrame } from '../grammar/day-frame.ts'
import type { TimePiece } from '../grammar/piece.ts'
import type { Span } from '../grammar/span.ts'
import type { DayPart } from '../resolve/day-part.ts'

/** All that was said about one point in time, not yet set against a calendar. */
export interface Moment {
  readonly frame: DayFrame | null
  readonly clock: Clock | null
  readonly part: DayPart | null
  /** Counted from now. */
  readonly offset: Span | null
  /** The length said beside it. */
  readonly length: Span | null
}

export const EMPTY_MOMENT: Moment = { frame: null, clock: null, part: null, offset: null, length: null }

/** What can't be joined: two days, two clock times, or a clock time that no clock shows. */
export type Clash = 'which_day' | 'which_time' | 'unclear_time'

export type Joined = { readonly moment: Moment } | { readonly clash: Clash; readonly moment: Moment }

/** Lays pieces over each other. After a correction ("nein, …") the later piece wins. */
export function joinPieces(
  pieces: readonly TimePiece[],
  overriding: ReadonlySet<TimePiece> = new Set(),
): Joined {
  let joined: Joined = { moment: EMPTY_MOMENT }
  for (const piece of pieces) {
    const next: Joined = addPiece(joined.moment, piece, overriding.has(piece))
    joined = 'clash' in joined && !overriding.has(piece) ? { ...next, clash: joined.clash } : next
  }
  return joined
}

function addPiece(moment: Moment, piece: TimePiece, override: boolean): Joined {
  switch (piece.kind) {
    case 'day':
      return addFrame(moment, piece.frame, override)
    case 'clock':
      return addClock(moment, piece, override)
    case 'part':
      return addFrame(
        { ...moment, part: piece.part },
        piece.offset === undefined ? {} : { offset: piece.offset },
        override,
      )
    case 'offset':
      return { moment: { ...moment, offset: piece.span } }
    case 'fold':
      return { moment: { ...moment, clock: moment.clock && { ...moment.clock, fold: piece.fold } } }
    case 'length':
      return { moment: { ...moment, length: piece.span } }
    default:
      return { moment }
  }
}

function addClock(
  moment: Moment,
  { clock }: Extract<TimePiece, { kind: 'clock' }>,
  override: boolean,
): Joined {
  if (clock === 'unclear') return { moment, clash: 'unclear_time' }
  const known = moment.clock
  const differs = known !== null && (known.minutes !== clock.minutes || known.open !== clock.open)
  return differs && !override ? { moment, clash: 'which_time' } : { moment: { ...moment, clock } }
}

function addFrame(moment: Moment, added: DayFrame, override: boolean): Joined {
  const known = moment.frame
  if (Object.keys(added).length === 0) return { moment }
  if (known === null) return { moment: { ...moment, frame: added } }
  if (!framesClash(known, added)) return { moment: { ...moment, frame: { ...known, ...added } } }
  return override ? { moment: { ...moment, frame: added } } : { moment, clash: 'which_day' }
}

function framesClash(a: DayFrame, b: DayFrame): boolean {
  const slots = Object.keys(b) as (keyof DayFrame)[]
  return slots.some((slot) => a[slot] !== undefined && JSON.stringify(a[slot]) !== JSON.stringify(b[slot]))
}
