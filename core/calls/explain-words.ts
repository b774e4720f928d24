import type { OutOfReach, ReachedLimit, ResourceReason } from '../scheduling/index.ts'
import { localTime } from './functions/local-day.ts'
import { sayDateTime, sayList, sayTime } from './speech/index.ts'
import type { SpokenLanguage } from './spoken-time/index.ts'

/** Where and when it is said. `now` and `start` (what is asked about) in epoch milliseconds. */
export interface Speaking {
  readonly zone: string
  readonly language: SpokenLanguage
  readonly now: number
  readonly start: number
  /** Why the location is closed on that date. */
  readonly holiday?: string | undefined
}

interface Span {
  readonly from: string
  readonly to: string
}

/** One sentence each. Resources are named; nobody whom an appointment or an entry belongs to ever is. */
interface Words {
  offered(start: string, who: string): string
  refused(start: string): string
  too_soon(earliest: string): string
  too_far(before: string): string
  nobody_able: string
  location_closed: string
  holiday(name: string): string
  not_working(name: string): string
  limit_reached(name: string, limit: string | undefined): string
  limit(limit: ReachedLimit): string
  calendar_stale(name: string): string
  appointment(name: string, span: Span): string
  calendar_entry(name: string, span: Span): string
  absence(name: string, span: Span): string
  hold(name: string, span: Span, until: string): string
  near: string
  off_grid(name: string): string
  read(name: string, when: string): string
  neverRead(name: string): string
}

const WORDS: Readonly<Record<SpokenLanguage, Words>> = {
  de: {
    offered: (start, who) => `${start} wird angeboten, möglich mit: ${who}.`,
    refused: (start) => `${start} wird nicht angeboten.`,
    too_soon: (earliest) => `Das ist zu kurzfristig. Frühestens geht: ${earliest}.`,
    too_far: (before) => `Das ist zu weit voraus. Termine müssen vor diesem Zeitpunkt liegen: ${before}.`,
    nobody_able: 'Für diese Leistung ist dort niemand vorgesehen.',
    location_closed: 'Der Standort hat dann nicht geöffnet, oder nicht lange genug.',
    holiday: (name) => `Der Standort hat dann geschlossen: Feiertag (${name}).`,
    not_working: (name) => `${name}: dann nicht eingeplant, oder nicht lange genug.`,
    limit_reached: (name, limit) =>
      `${name}: die Höchstzahl an Buchungen ist erreicht${limit ? ` (${limit})` : ''}.`,
    limit: ({ of, per, most }) =>
      `${most} ${{ day: 'am Tag', week: 'in der Woche', month: 'im Monat' }[per]}${of === 'customer' ? ' je Kunde' : ''}`,
    calendar_stale: (name) => `${name}: der Kalender wurde zu lange nicht gelesen.`,
    appointment: (name, { from, to }) => `${name}: ein Termin von ${from} bis ${to}`,
    calendar_entry: (name, { from, to }) => `${name}: ein Eintrag im Kalender von ${from} bis ${to}`,
    absence: (name, { from, to }) => `${name}: abwesend von ${from} bis ${to}`,
    hold: (name, { from, to }, until) => `${name}: vorgemerkt von ${from} bis ${to}, noch bis ${until}`,
    near: ', und der Abstand dazu wäre zu kurz',
    off_grid: (name) => `${name}: frei, aber Termine beginnen dort zu anderen Minuten.`,
    read: (name, when) => `Der Kalender von ${name} wurde zuletzt gelesen: ${when}.`,
    neverRead: (name) => `Der Kalender von ${name} wurde noch nie gelesen.`,
  },
  en: {
    offered: (start, who) => `${start} is offered, possible with: ${who}.`,
    refused: (start) => `${start} is not offered.`,
    too_soon: (earliest) => `That is too short notice. The earliest is ${earliest}.`,
    too_far: (before) => `That is too far ahead. Appointments have to be before ${before}.`,
    nobody_able: 'Nobody there provides this service.',
    location_closed: 'The location is not open then, or not for long enough.',
    holiday: (name) => `The location is closed then: public holiday (${name}).`,
    not_working: (name) => `${name}: not scheduled then, or not for long enough.`,
    limit_reached: (name, limit) => `${name}: the limit of bookings is reached${limit ? ` (${limit})` : ''}.`,
    limit: ({ of, per, most }) => `${most} a ${per}${of === 'customer' ? ' for each customer' : ''}`,
    calendar_stale: (name) => `${name}: the calendar has not been read for too long.`,
    appointment: (name, { from, to }) => `${name}: an appointment from ${from} to ${to}`,
    calendar_entry: (name, { from, to }) => `${name}: an entry in the calendar from ${from} to ${to}`,
    absence: (name, { from, to }) => `${name}: away from ${from} to ${to}`,
    hold: (name, { from, to }, until) => `${name}: held from ${from} to ${to}, until ${until}`,
    near: ', and the distance to it would be too short',
    off_grid: (name) => `${name}: free, but appointments begin at other minutes there.`,
    read: (name, when) => `The calendar of ${name} was last read: ${when}.`,
    neverRead: (name) => `The calendar of ${name} has never been read.`,
  },
}

const MINUTE = 60_000

/** Whether it is offered, and with whom. */
export function sayOutcome(offered: boolean, free: readonly string[], speaking: Speaking): string {
  const words = WORDS[speaking.language]
  const start = sayInstant(speaking.start, speaking)
  return offered ? words.offered(start, sayList(free, speaking.language, 'or')) : words.refused(start)
}

export function sayReach(reach: OutOfReach, speaking: Speaking): string {
  const words = WORDS[speaking.language]
  if (reach.code === 'too_soon') return words.too_soon(sayInstant(reach.earliest * MINUTE, speaking))
  return words.too_far(sayInstant(reach.before * MINUTE, speaking))
}

export const sayNobodyAble = ({ language }: Speaking): string => WORDS[language].nobody_able

export function sayReason(reason: ResourceReason, name: string, speaking: Speaking): string {
  const words = WORDS[speaking.language]
  switch (reason.code) {
    case 'location_closed':
      return speaking.holiday === undefined ? words.location_closed : words.holiday(speaking.holiday)
    case 'appointment':
    case 'calendar_entry':
    case 'absence':
      return ended(words[reason.code](name, spanOf(reason, speaking)), reason.near, words)
    case 'hold': {
      const until = sayWhen(reason.until * MINUTE, speaking)
      return ended(words.hold(name, spanOf(reason, speaking), until), reason.near, words)
    }
    case 'limit_reached':
      return words.limit_reached(name, reason.limit && words.limit(reason.limit))
    default:
      return words[reason.code](name)
  }
}

export function sayFreshness(syncedAt: number | null, name: string, speaking: Speaking): string {
  const words = WORDS[speaking.language]
  return syncedAt === null ? words.neverRead(name) : words.read(name, sayInstant(syncedAt, speaking))
}

const ended = (sentence: string, near: boolean, { near: tooNear }: Words): string =>
  `${sentence}${near ? tooNear : ''}.`

const spanOf = ({ start, end }: { start: number; end: number }, speaking: Speaking): Span => ({
  from: sayWhen(start * MINUTE, speaking),
  to: sayWhen(end * MINUTE, speaking),
})

/** The time of day; with the date, where that is another one than the date asked about. */
function sayWhen(at: number, speaking: Speaking): string {
  const [text, asked] = [localTime(at, speaking.zone), localTime(speaking.start, speaking.zone)]
  const sameDate = text.slice(0, 10) === asked.slice(0, 10)
  return sameDate ? sayTime(text.slice(11, 16), speaking.language) : sayInstant(at, speaking)
}

const sayInstant = (at: number, { zone, language, now }: Speaking): string =>
  sayDateTime({ at, zone, language, now })
