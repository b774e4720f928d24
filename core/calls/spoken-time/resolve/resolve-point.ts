import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../grammar/clock.ts'
import type { Moment } from '../meaning/moment.ts'
import type { SpokenTime } from '../spoken-time.ts'
import { askAboutStarts, instantAnswer, windowAnswer } from './answers.ts'
import { chooseMinute, minuteOfAnyDay } from './choose-minute.ts'
import { type DayPart, searchedMinutes } from './day-part.ts'
import type { DayResult } from './day-result.ts'
import { type Context, instantAt, instantFromNow, isPast, startOfDay, timeText } from './local-time.ts'
import { resolveDay } from './resolve-day.ts'

/** One day, one time, or both. */
export function resolvePoint(moment: Moment, context: Context): SpokenTime {
  if (moment.offset !== null) return instantAnswer(instantFromNow(moment.offset, context), context)
  if (moment.frame === null) return withoutDay(moment, context)
  const day = resolveDay(moment.frame, context)
  if (day.kind === 'day') return onDay(day.date, moment, context)
  return day.kind === 'days' ? inDays(day, moment, context) : oneOfDays(day, moment, context)
}

/** A time of a day: chosen among its readings and set into the zone. */
function onDay(date: Temporal.PlainDate, moment: Moment, context: Context): SpokenTime {
  const { clock, part } = moment
  if (clock !== null) return clockOnDay(date, clock, moment, context)
  if (part !== null) return partOfDay(date, part, context)
  const text = date.toString()
  return date.since(context.today).days < 0 ? { kind: 'past', date: text } : { kind: 'date', date: text }
}

function clockOnDay(date: Temporal.PlainDate, clock: Clock, moment: Moment, context: Context): SpokenTime {
  const at = (minute: number) => instantAt(date, minute, context, clock)
  const choice = chooseMinute({
    clock,
    part: moment.part,
    openMinutes: context.openMinutes,
    isAhead: (minute) => !isPast(at(minute), context),
  })
  if (choice.kind === 'ask') return askAboutStarts(choice.question, choice.minutes.map(at), context)
  return instantAnswer(at(choice.minute), context, minutesOf(moment))
}

const minutesOf = ({ length }: Moment): number | undefined =>
  length === null ? undefined : Math.round(length.seconds / 60) + length.days * 1_440

export function partOfDay(date: Temporal.PlainDate, part: DayPart, context: Context): SpokenTime {
  const { start, end } = searchedMinutes(part)
  const from = instantAt(date, start, context)
  return windowAnswer({ from, to: instantAt(date, end, context), date: date.toString() }, context)
}

/** "um drei", "am Nachmittag": today, or tomorrow where that is over. */
function withoutDay(moment: Moment, context: Context): SpokenTime {
  const { clock, part } = moment
  if (clock !== null) return nextOccurrence(clock, moment, context)
  if (part === null) return { kind: 'nothing' }
  const today = partOfDay(context.today, part, context)
  return today.kind === 'past' ? partOfDay(context.today.add({ days: 1 }), part, context) : today
}

function nextOccurrence(clock: Clock, moment: Moment, context: Context): SpokenTime {
  const today = clockOnDay(context.today, clock, moment, context)
  if (today.kind === 'ask') return today
  const over = today.kind === 'past'
  const found = over ? clockOnDay(context.today.add({ days: 1 }), clock, moment, context) : today
  if (found.kind !== 'instant' || found.minutes !== undefined) return found
  const { start, date } = found
  return { kind: 'time', time: timeText(start, context.zone), start, date, rolledOver: over }
}

type Days = Extract<DayResult, { kind: 'days' }>

/** "nächste Woche" stays a window; a clock time in it asks for the day, the open days with it as candidates. */
function inDays(days: Days, { clock, part }: Moment, context: Context): SpokenTime {
  const from = startOfDay(days.from, context)
  const to = startOfDay(days.to, context)
  if (clock === null) {
    return windowAnswer({ from, to, ...(part === null ? {} : { daily: searchedMinutes(part) }) }, context)
  }
  const minute = minuteOfAnyDay(clock, part, context.openMinutes)
  const starts = Array.from({ length: Math.min(days.from.until(days.to).days, 7) }, (_, index) =>
    instantAt(days.from.add({ days: index }), minute, context, clock),
  )
  return askAboutStarts(
    'which_day',
    starts.filter((start) => !isPast(start, context)),
    context,
  )
}

type AskedDays = Extract<DayResult, { kind: 'ask' }>

/** Of two days that fit, one may be over at the time said: then it is the other. */
function oneOfDays({ question, dates }: AskedDays, moment: Moment, context: Context): SpokenTime {
  const answers = dates.map((date) => onDay(date, moment, context))
  const ahead = answers.filter((answer) => answer.kind !== 'past')
  const [only] = ahead
  if (question === 'which_day' && ahead.length === 1 && only !== undefined) return only
  return { kind: 'ask', question, candidates: answers.flatMap((answer) => candidatesOf(answer)) }
}

/** What of an answer can be put to the caller as one of several. */
export function candidatesOf(answer: SpokenTime): { start?: number; date?: string }[] {
  switch (answer.kind) {
    case 'instant':
    case 'time':
      return [{ start: answer.start, date: answer.date }]
    case 'date':
      return [{ date: answer.date }]
    case 'window':
      return [{ start: answer.from, ...(answer.date === undefined ? {} : { date: answer.date }) }]
    case 'ask':
      return [...answer.candidates]
    default:
      return []
  }
}
