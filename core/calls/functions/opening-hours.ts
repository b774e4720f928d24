import { isDeepStrictEqual } from 'node:util'
import type { OpenDay } from '../../scheduling/index.ts'
import { type CallSession, type Conversation, spokenDay } from '../call-session.ts'
import { answer } from '../function-answer.ts'
import { spokenWhen } from '../function-arguments.ts'
import { type SpokenForm, sayTime } from '../speech/index.ts'
import type { AnswerFunction } from './call-function.ts'
import { localDay, localTime } from './local-day.ts'
import { readSpoken } from './read-spoken.ts'
import { asWish } from './resolve-wish.ts'

const DAY = 86_400_000

/** The days asked about, else the coming seven. */
export const openingHours: AnswerFunction = async (session, args, parts) => {
  const { tenantId, location } = session
  const { from, to } = await spanOf(session, args, parts)
  const days = await parts.availability.openingHours(tenantId, location.id, { from, to: to - 1 })
  const hours = days.map((day) => inClockTimes(day, location))
  const said = sameInARow(hours).map((days) => sayDays(session, days))
  return answer('ok', session.phrases.openingHours(said), { data: { days: hours } })
}

async function spanOf(
  ...[session, args, parts]: Parameters<AnswerFunction>
): Promise<{ from: number; to: number }> {
  const { zone } = session.location
  const week = { from: session.now, to: session.now + 6 * DAY + 1 }
  const text = spokenWhen(args)
  if (!text) return week
  const wish = asWish(session, await readSpoken(session, text, parts.availability))
  if (wish.is === 'answer') return week
  if (wish.is === 'span') return { from: wish.from, to: Math.min(wish.to, wish.from + 14 * DAY) }
  return localDay(localTime(wish.start, zone).slice(0, 10), zone)
}

interface ClockDay {
  date: string
  /** `09:00` to `24:00`. */
  ranges: Array<{ start: string; end: string }>
  /** Closed for it; as it is called in the location's language. */
  holiday?: string
}

const inClockTimes = (
  { date, ranges, holiday }: OpenDay,
  { zone, language }: CallSession['location'],
): ClockDay => ({
  date,
  ranges: ranges.map(({ start, end }) => ({ start: clockOf(start, zone), end: endOf(end, zone) })),
  ...(holiday ? { holiday: holiday[language] } : {}),
})

const clockOf = (at: number, zone: string): string => localTime(at, zone).slice(11, 16)

/** Midnight is the end of the day that closes, not the beginning of the next. */
const endOf = (at: number, zone: string): string => clockOf(at, zone).replace('00:00', '24:00')

/** Days that follow each other and open alike are read out as one. */
function sameInARow(days: readonly ClockDay[]): ClockDay[][] {
  const rows: ClockDay[][] = []
  for (const day of days) {
    const row = rows.at(-1)
    const same = row?.[0] && row[0].holiday === day.holiday && isDeepStrictEqual(row[0].ranges, day.ranges)
    if (same) row.push(day)
    else rows.push([day])
  }
  return rows
}

/** One day as it would be answered: weekday, date and hours. */
export const sayOpenDay = (conversation: Conversation, day: OpenDay): string =>
  conversation.phrases.openingHours([sayDays(conversation, [inClockTimes(day, conversation.location)])])

function sayDays(session: Conversation, days: readonly ClockDay[]): string {
  const { phrases, location } = session
  const said = (day: ClockDay | undefined, form: SpokenForm) =>
    spokenDay(session, localDay(day?.date ?? '', location.zone).from, form)
  const [first] = days
  const name =
    days.length === 1
      ? said(first, 'nominative')
      : phrases.dayRange(said(first, 'dative'), said(days.at(-1), 'accusative'))
  if (first?.holiday) return phrases.holiday(name, first.holiday)
  if (!first || first.ranges.length === 0) return phrases.closedDay(name)
  const clock = (time: string) => sayTime(time, location.language)
  return phrases.openDay(
    name,
    first.ranges.map(({ start, end }) => phrases.range(clock(start), clock(end))),
  )
}
