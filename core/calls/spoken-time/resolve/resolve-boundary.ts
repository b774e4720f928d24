import type { Temporal } from 'temporal-polyfill'
import type { Wish } from '../meaning/wish.ts'
import type { SpokenTime } from '../spoken-time.ts'
import { windowAnswer } from './answers.ts'
import { chooseMinute } from './choose-minute.ts'
import { dailyMinutes } from './daily-minutes.ts'
import { searchedMinutes } from './day-part.ts'
import { type DayResult, oneDay } from './day-result.ts'
import { type Context, instantAt, isPast, startOfDay } from './local-time.ts'
import { resolveDay } from './resolve-day.ts'
import { resolvePoint } from './resolve-point.ts'

export type Bounded = Extract<Wish, { kind: 'from' | 'until' }>

/** "ab 16 Uhr" lasts to the end of that day, "ab Montag" stays open, "bis Freitag" begins now. */
export function resolveBounded(wish: Bounded, context: Context): SpokenTime {
  if (wish.boundary === 'clock' || wish.boundary === 'part') return withinDay(wish, context)
  const edge = outerEdge(wish, context)
  if (typeof edge === 'object') return edge
  return wish.kind === 'from'
    ? windowAnswer({ from: edge, to: null }, context)
    : windowAnswer({ from: context.now, to: edge }, context)
}

/** The instant of a day or of a length from now; `past` and `bis` mean the day's end. */
function outerEdge(wish: Bounded, context: Context): number | SpokenTime {
  const { moment } = wish
  const day = moment.frame === null ? null : resolveDay(moment.frame, context)
  if (day?.kind === 'day' && moment.part !== null && moment.clock === null) {
    return instantAt(day.date, partEdge(wish), context)
  }
  if (day !== null && day.kind !== 'ask' && moment.clock === null) {
    const closing = wish.kind === 'from' ? wish.past : !wish.before
    return startOfDay(closing ? dayAfter(day) : firstDay(day), context)
  }
  const answer = resolvePoint(moment, context)
  return answer.kind === 'instant' ? answer.start : answer
}

type Found = Exclude<DayResult, { kind: 'ask' }>

const firstDay = (day: Found): Temporal.PlainDate => (day.kind === 'day' ? day.date : day.from)
const dayAfter = (day: Found): Temporal.PlainDate => (day.kind === 'day' ? day.date.add({ days: 1 }) : day.to)

/** A clock time or a part of the day bounds one day, or each of several. */
function withinDay(wish: Bounded, context: Context): SpokenTime {
  const { moment } = wish
  const day = moment.frame === null ? oneDay(context.today) : resolveDay(moment.frame, context)
  if (day.kind === 'ask') return resolvePoint(moment, context)
  if (day.kind === 'days') {
    const daily = dailyMinutes(wish, context) ?? undefined
    return windowAnswer(
      { from: startOfDay(day.from, context), to: startOfDay(day.to, context), daily },
      context,
    )
  }
  const found = windowOn(day.date, wish, context)
  return found.kind === 'past' && moment.frame === null
    ? windowOn(day.date.add({ days: 1 }), wish, context)
    : found
}

function windowOn(date: Temporal.PlainDate, wish: Bounded, context: Context): SpokenTime {
  const edge = edgeOn(date, wish, context)
  if (typeof edge === 'object') return edge
  const [from, to] =
    wish.kind === 'from'
      ? [edge, startOfDay(date.add({ days: 1 }), context)]
      : [startOfDay(date, context), edge]
  return windowAnswer({ from, to, date: date.toString() }, context)
}

function edgeOn(date: Temporal.PlainDate, wish: Bounded, context: Context): number | SpokenTime {
  const { clock, part } = wish.moment
  const at = (minute: number) => instantAt(date, minute, context, clock ?? undefined)
  if (clock === null) return at(partEdge(wish))
  const choice = chooseMinute({
    clock,
    part,
    openMinutes: context.openMinutes,
    isAhead: (minute) => !isPast(at(minute), context),
  })
  return choice.kind === 'minute' ? at(choice.minute) : resolvePoint(wish.moment, context)
}

/** "nach dem Mittag" begins with its end, "ab mittags" and "bis mittags" mean its beginning. */
function partEdge(wish: Bounded): number {
  const { start, end } = searchedMinutes(wish.moment.part ?? 'morning')
  return wish.kind === 'from' && wish.past ? end : start
}
