import { Temporal } from 'temporal-polyfill'
import type { SpokenTime } from './spoken-time.ts'

/** One phrase of a foreign corpus; the corpora's own conventions are undone here and nowhere else. */
export interface CorpusCase {
  readonly id: string
  readonly lang: 'de' | 'en'
  readonly text: string
  /** Local wall-clock time at which it is said. */
  readonly reference: string
  readonly zone: string
  readonly bookingRelevant?: boolean
  readonly contested?: boolean
  readonly expect: CorpusExpectation
}

export interface CorpusExpectation {
  readonly type: 'instant' | 'interval' | 'open-after' | 'open-before' | 'anyOf' | 'none'
  readonly start?: string
  readonly end?: string
  readonly grain?: string
  readonly fields?: Fields
  readonly endFields?: Fields
  readonly kind?: string
  readonly anyOf?: readonly { readonly value?: string; readonly start?: string; readonly end?: string }[]
}

type Fields = Readonly<Record<string, number>>

export type Verdict = 'right' | 'wrong' | 'asked' | 'nothing'

/** What an answer says: a stretch of time, and how finely it was said. */
interface Said {
  readonly from: number
  readonly to: number | null
  /** `over`: of a window that is over only the beginning is told. */
  readonly grain: 'minute' | 'day' | 'window' | 'over'
}

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const SPANS: Readonly<Record<string, Temporal.DurationLike>> = {
  week: { weeks: 1 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
}

/** Judges an answer; a day part is right when both mean the same part, whatever its exact hours. */
export function judge(item: CorpusCase, answer: SpokenTime): Verdict {
  if (item.expect.type === 'none') return judgeNothing(answer)
  if (answer.kind === 'ask') return 'asked'
  const said = saidBy(answer, item)
  if (said === null) return 'nothing'
  return matches(item, said) ? 'right' : 'wrong'
}

/** Where no date may be found, telling the caller that there is no 32 August is no finding either. */
function judgeNothing(answer: SpokenTime): Verdict {
  if (answer.kind === 'ask') return answer.question === 'no_such_date' ? 'right' : 'asked'
  return answer.kind === 'nothing' ? 'right' : 'wrong'
}

function saidBy(answer: SpokenTime, { zone }: CorpusCase): Said | null {
  switch (answer.kind) {
    case 'instant': {
      const to = answer.minutes === undefined ? answer.start : answer.start + answer.minutes * MINUTE
      return { from: answer.start, to, grain: answer.minutes === undefined ? 'minute' : 'window' }
    }
    case 'time':
      return { from: answer.start, to: answer.start, grain: 'minute' }
    case 'window':
      return { from: answer.from, to: answer.to, grain: 'window' }
    case 'date':
      return { from: at(answer.date, zone), to: at(answer.date, zone) + DAY, grain: 'day' }
    case 'past':
      return pastSaid(answer, zone)
    default:
      return null
  }
}

function pastSaid(answer: Extract<SpokenTime, { kind: 'past' }>, zone: string): Said {
  const from = answer.start ?? at(answer.date, zone)
  if (answer.time !== undefined) return { from, to: from, grain: 'minute' }
  return answer.start === undefined
    ? { from, to: from + DAY, grain: 'day' }
    : { from, to: from, grain: 'over' }
}

/** Epoch milliseconds of a local date or date and time. */
const at = (text: string, zone: string): number =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(zone).epochMilliseconds

const dateOf = (instant: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString()

function matches(item: CorpusCase, said: Said): boolean {
  const { expect } = item
  if (said.grain === 'over') return startTexts(item).includes(dateOf(said.from, item.zone))
  switch (expect.type) {
    case 'instant':
      return matchesInstant(item, said)
    case 'interval':
      return matchesInterval(item, said)
    case 'open-after':
      return opensAt(item, said)
    case 'open-before':
      return said.to !== null && sameInstant(said.to, at(expect.start ?? expect.end ?? '', item.zone))
    default:
      return (expect.anyOf ?? []).some((reading) => matchesReading(item, reading, said))
  }
}

const opensAt = (item: CorpusCase, { from }: Said): boolean => {
  const start = startText(item)
  if (sameInstant(from, at(start, item.zone))) return true
  return isImpliedClock(item, start) && from === at(start.slice(0, 10), item.zone)
}

const sameInstant = (a: number, b: number): boolean => Math.abs(a - b) < MINUTE

function matchesInstant(item: CorpusCase, said: Said): boolean {
  const { expect, zone } = item
  const span = SPANS[expect.grain ?? '']
  if (expect.start === undefined || expect.fields !== undefined) return matchesFields(item, said)
  const start = at(expect.start, zone)
  if (span)
    return overlaps(
      said,
      start,
      Temporal.PlainDateTime.from(expect.start).add(span).toZonedDateTime(zone).epochMilliseconds,
    )
  if (said.grain === 'minute') return expect.grain !== 'day' && sameInstant(said.from, start)
  if (said.grain === 'day')
    return dateOf(start, zone) === dateOf(said.from, zone) && isImpliedClock(item, expect.start)
  return namesInstant(said, start, item)
}

/** Corpora that know instants only put a clock time even where none was said: that of now, noon, midnight. */
function isImpliedClock({ reference }: CorpusCase, start: string): boolean {
  const clock = start.slice(11, 16)
  return ['00:00', '12:00', reference.slice(11, 16), `${reference.slice(11, 13)}:00`].includes(clock)
}

/** "before 4pm" is an instant to them, and a weekend its first day; an hour that was said has to be one of the edges. */
function namesInstant(said: Said, start: number, item: CorpusCase): boolean {
  if (edgesOf(said).some((edge) => sameInstant(edge, start))) return true
  const wholeDays = said.to === null || said.to - said.from > DAY
  const sameDay = dateOf(said.from, item.zone) === dateOf(start, item.zone)
  return wholeDays && sameDay && isImpliedClock(item, startText(item))
}

function matchesFields(item: CorpusCase, said: Said): boolean {
  const { fields = {}, start } = item.expect
  if (start !== undefined && said.grain === 'minute' && sameInstant(said.from, at(start, item.zone)))
    return true
  if (said.grain === 'minute') return fields.hour !== undefined && fits(said.from, fields, item.zone)
  if (said.grain === 'day') return matchesDate(item, said)
  return edgesOf(said).some((edge) => fits(edge, fields, item.zone)) || holdsHour(item, said)
}

function matchesDate(item: CorpusCase, said: Said): boolean {
  const { hour, minute, second, ...date } = item.expect.fields ?? {}
  const implied = hour === undefined || isImpliedClock(item, startText(item))
  return implied && fits(said.from, date, item.zone)
}

const edgesOf = ({ from, to }: Said): number[] => (to === null ? [from] : [from, to])

/** An hour that chrono made up for a part of the day lies within the part. */
function holdsHour({ expect, zone }: CorpusCase, { from, to }: Said): boolean {
  const length = to === null ? 0 : to - from
  if (expect.fields?.hour === undefined || length > 6 * 60 * MINUTE) return false
  const hours = Array.from(
    { length: Math.floor(length / 60 / MINUTE) },
    (_, index) => from + index * 60 * MINUTE,
  )
  return hours.some((hour) => fits(hour, expect.fields ?? {}, zone))
}

const startTexts = (item: CorpusCase): string[] =>
  [startText(item), ...(item.expect.anyOf ?? []).map((reading) => reading.start ?? reading.value ?? '')].map(
    (text) => text.slice(0, 10),
  )

const startText = (item: CorpusCase): string => item.expect.start ?? textOf(item.expect.fields, item)

function fits(instant: number, fields: Readonly<Record<string, number | undefined>>, zone: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone)
  const names = ['year', 'month', 'day', 'hour', 'minute'] as const
  return names.every((name) => fields[name] === undefined || fields[name] === local[name])
}

function matchesInterval(item: CorpusCase, said: Said): boolean {
  const { expect, zone } = item
  const start = startText(item)
  const end = expect.end ?? textOf(expect.endFields, item)
  return overlaps(said, at(start, zone), inclusiveEnd(end, item))
}

/** chrono names the last day, the others the day after it. */
function inclusiveEnd(end: string, { expect, zone }: CorpusCase): number {
  const lastDay = expect.endFields !== undefined && expect.endFields.hour === undefined
  return lastDay || (expect.grain === undefined && end.endsWith('T12:00:00'))
    ? at(end.slice(0, 10), zone) + DAY
    : at(end, zone)
}

function textOf(fields: Fields | undefined, { reference }: CorpusCase): string {
  const now = Temporal.PlainDateTime.from(reference)
  const {
    year = now.year,
    month = now.month,
    day = fields?.month === undefined || fields.hour !== undefined ? now.day : 1,
  } = fields ?? {}
  return Temporal.PlainDateTime.from({
    year,
    month,
    day,
    hour: fields?.hour ?? 0,
    minute: fields?.minute ?? 0,
  }).toString()
}

/** Within a day half of the shorter is the same part of the day; across days half of both together. */
function overlaps(said: Said, start: number, end: number): boolean {
  if (said.to === null) return sameInstant(said.from, start)
  const shared = Math.min(said.to, end) - Math.max(said.from, start)
  const [length, expected] = [said.to - said.from, end - start]
  if (expected <= DAY && length <= DAY) return shared > 0 && shared >= Math.min(length, expected) / 2
  return shared >= (Math.max(said.to, end) - Math.min(said.from, start)) / 2
}

type Reading = NonNullable<CorpusExpectation['anyOf']>[number]

function matchesReading(item: CorpusCase, reading: Reading, said: Said): boolean {
  const { reference, zone } = item
  const day = dateOf(said.from, zone)
  const full = (text: string) => (/^\d\d:/.test(text) ? `${day} ${text}` : text)
  if (reading.value !== undefined) return matchesValue(reading.value, item, said)
  const [start, end] = [reading.start, reading.end]
  if (start !== undefined && end !== undefined)
    return overlaps(said, at(full(start), zone), at(full(end), zone))
  if (start !== undefined) return sameInstant(said.from, Math.max(at(full(start), zone), at(reference, zone)))
  return said.to !== null && end !== undefined && sameInstant(said.to, at(full(end), zone))
}

function matchesValue(value: string, { zone }: CorpusCase, said: Said): boolean {
  const [date, time] = /^\d\d:/.test(value) ? [dateOf(said.from, zone), value] : value.split(' ')
  if (time === undefined) return said.grain === 'day' && dateOf(said.from, zone) === date
  return said.grain === 'minute' && sameInstant(said.from, at(`${date} ${time}`, zone))
}
