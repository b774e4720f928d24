import type { AskReason, DailyMinutes, SpokenTime } from '../spoken-time.ts'
import { type Context, dateText, isPast, timeText } from './local-time.ts'

/** An instant with its date and time rendered from it, so that text and data can't differ. */
export function instantAnswer(start: number, context: Context, minutes?: number): SpokenTime {
  const date = dateText(start, context.zone)
  const time = timeText(start, context.zone)
  if (isPast(start, context)) return { kind: 'past', date, start, time }
  return { kind: 'instant', start, date, time, ...(minutes === undefined ? {} : { minutes }) }
}

export function askAboutStarts(
  question: AskReason,
  starts: readonly number[],
  { zone }: Context,
): SpokenTime {
  return {
    kind: 'ask',
    question,
    candidates: starts.map((start) => ({ start, date: dateText(start, zone) })),
  }
}

export interface WindowBounds {
  readonly from: number
  readonly to: number | null
  readonly date?: string | undefined
  readonly daily?: DailyMinutes | undefined
}

const over = (start: number, { zone }: Context): SpokenTime => ({
  kind: 'past',
  date: dateText(start, zone),
  start,
})

/** A window begins now at the earliest; one that is over is past, one that ends before it begins no window. */
export function windowAnswer({ from, to, date, daily }: WindowBounds, context: Context): SpokenTime {
  if (to !== null && to <= context.now) return over(Math.min(from, to), context)
  if (to !== null && to <= from) return askAboutStarts('which_day', [from, to], context)
  return {
    kind: 'window',
    from: Math.max(from, context.now),
    to,
    ...(date === undefined ? {} : { date }),
    ...(daily === undefined ? {} : { daily }),
  }
}
