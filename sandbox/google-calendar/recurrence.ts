import { Temporal } from 'temporal-polyfill'
import { type EventTime, instanceStamp, toInstant } from './event-time.ts'

export type Occurrence = { start: EventTime; end: EventTime }

export type Recurring = { start: EventTime; end: EventTime; recurrence: readonly string[] }

/** Where an endless rule is cut off. */
export type ExpansionLimit = { calendarZone: string; before: number }

type Rule = {
  days: number
  interval: number
  weekdays: number[]
  count: number
  until: string
}

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const mostOccurrences = 1000

/**
 * What of RFC 5545 the stand-in expands: one RRULE of FREQ DAILY or WEEKLY with INTERVAL, COUNT, UNTIL and (weekly)
 * BYDAY, and EXDATE. Anything else is told as a problem when the event is written.
 */
export function recurrenceProblem(lines: readonly string[]): string | undefined {
  const rules = lines.filter((line) => line.startsWith('RRULE:'))
  const others = lines.filter((line) => !line.startsWith('RRULE:') && !line.startsWith('EXDATE'))
  if (rules.length !== 1 || others.length > 0) return 'Invalid recurrence rule.'
  return parseRule(rules[0] ?? '') ? undefined : 'Invalid recurrence rule.'
}

/** Occurrences in order, local time kept over clock changes; exceptions are the caller's matter. */
export function expand(event: Recurring, { calendarZone, before }: ExpansionLimit): Occurrence[] {
  const rule = parseRule(event.recurrence.find((line) => line.startsWith('RRULE:')) ?? '')
  if (!rule) return []
  const excluded = excludedStamps(event)
  const found: Occurrence[] = []
  let counted = 0
  for (const days of dayOffsets(event, rule)) {
    const occurrence = { start: shift(event.start, days), end: shift(event.end, days) }
    const stamp = instanceStamp(occurrence.start)
    const over =
      ++counted > rule.count || stamp > rule.until || toInstant(occurrence.start, calendarZone) >= before
    if (over || counted > mostOccurrences) break
    if (!excluded.has(stamp)) found.push(occurrence)
  }
  return found
}

function parseRule(line: string): Rule | undefined {
  const parts = new Map(
    line
      .replace('RRULE:', '')
      .split(';')
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=')
        return [name, value]
      }),
  )
  const days = { DAILY: 1, WEEKLY: 7 }[parts.get('FREQ') ?? '']
  const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST']
  if (days === undefined || [...parts.keys()].some((name) => !known.includes(name))) return undefined
  const weekdays = (parts.get('BYDAY') ?? '').split(',').filter((name) => name !== '')
  if (weekdays.some((name) => !weekdayNames.includes(name)) || (days === 1 && weekdays.length > 0))
    return undefined
  return {
    days,
    interval: Number(parts.get('INTERVAL') ?? 1),
    weekdays: weekdays.map((name) => weekdayNames.indexOf(name)),
    count: Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY),
    until: parts.get('UNTIL') ?? '9',
  }
}

/** Days from the first start to each candidate, rising for ever. */
function* dayOffsets({ start }: Recurring, rule: Rule): Generator<number> {
  const first = localDate(start).dayOfWeek - 1
  const weekdays = rule.weekdays.length > 0 ? rule.weekdays.toSorted((one, other) => one - other) : [first]
  for (let period = 0; ; period += rule.days * rule.interval) {
    if (rule.days === 1) yield period
    else yield* weekdays.map((weekday) => period + weekday - first).filter((days) => days >= 0)
  }
}

function localDate(time: EventTime): Temporal.PlainDate {
  if ('date' in time) return Temporal.PlainDate.from(time.date)
  return Temporal.Instant.from(time.dateTime).toZonedDateTimeISO(time.timeZone).toPlainDate()
}

function shift(time: EventTime, days: number): EventTime {
  if ('date' in time) return { date: localDate(time).add({ days }).toString() }
  const local = Temporal.Instant.from(time.dateTime).toZonedDateTimeISO(time.timeZone)
  return { dateTime: local.add({ days }).toInstant().toString(), timeZone: time.timeZone }
}

function excludedStamps({ start, recurrence }: Recurring): Set<string> {
  const values = recurrence
    .filter((line) => line.startsWith('EXDATE'))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).split(','))
  const zone = 'date' in start ? 'UTC' : start.timeZone
  return new Set(values.map((value) => excludedStamp(value, zone)))
}

function excludedStamp(value: string, zone: string): string {
  if (value.endsWith('Z') || !value.includes('T')) return value
  const local = Temporal.PlainDateTime.from(value).toZonedDateTime(zone).toInstant()
  return local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}
