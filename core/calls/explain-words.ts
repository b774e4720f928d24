import type { OutOfReach, ReachedLimit, ResourceKind, ResourceReason } from '../scheduling/index.ts'
import { localTime } from './functions/local-day.ts'
import { type SpokenForm, sayDateTime, sayList, sayTime } from './speech/index.ts'
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
  together: string
  refused(start: string): string
  past: string
  too_soon: string
  earliest(when: string): string
  too_far(before: string): string
  missing: Readonly<Record<ResourceKind, string>>
  unable(name: string): string
  location_closed: string
  break(name: string): string
  holiday(name: string): string
  not_working(name: string): string
  limit_reached(name: string, limit: string | undefined): string
  customer_limit(limit: string): string
  limit(limit: ReachedLimit): string
  calendar_stale(name: string): string
  appointment(name: string, span: Span): string
  calendar_entry(name: string, span: Span): string
  absence(name: string, span: Span): string
  hold(name: string, span: Span): string
  hold_ends(until: string): string
  near: string
  off_grid(name: string): string
  read(name: string, when: string): string
  neverRead(name: string): string
}

const WORDS: Readonly<Record<SpokenLanguage, Words>> = {
  de: {
    offered: (start, who) => `${start} wird angeboten, möglich mit: ${who}.`,
    together: ', zusammen mit ',
    refused: (start) => `${start} wird nicht angeboten.`,
    past: 'Das ist schon vorbei.',
    too_soon: 'Das ist zu kurzfristig.',
    earliest: (when) => `Frühestens geht: ${when}.`,
    too_far: (before) => `Das ist zu weit voraus. Termine müssen vor diesem Zeitpunkt liegen: ${before}.`,
    missing: {
      staff: 'Für diese Leistung ist dort niemand vorgesehen.',
      room: 'Für diese Leistung ist dort kein Raum vorgesehen.',
      equipment: 'Für diese Leistung ist dort kein Gerät vorgesehen.',
    },
    unable: (name) => `${name}: für diese Leistung dort nicht vorgesehen.`,
    break: (name) => `${name}: das fällt in eine Pause.`,
    location_closed: 'Der Standort hat dann nicht geöffnet, oder nicht lange genug.',
    holiday: (name) => `Der Standort hat dann geschlossen: Feiertag (${name}).`,
    not_working: (name) => `${name}: dann nicht eingeplant, oder nicht lange genug.`,
    limit_reached: (name, limit) =>
      `${name}: die Höchstzahl an Buchungen ist erreicht${limit ? ` (${limit})` : ''}.`,
    customer_limit: (limit) => `Für diesen Kunden ist die Höchstzahl an Terminen erreicht (${limit}).`,
    limit: ({ per, most }) => `${most} ${{ day: 'am Tag', week: 'in der Woche', month: 'im Monat' }[per]}`,
    calendar_stale: (name) => `${name}: der Kalender wurde zu lange nicht gelesen.`,
    appointment: (name, { from, to }) => `${name}: ein Termin von ${from} bis ${to}`,
    calendar_entry: (name, { from, to }) => `${name}: ein Eintrag im Kalender von ${from} bis ${to}`,
    absence: (name, { from, to }) => `${name}: abwesend von ${from} bis ${to}`,
    hold: (name, { from, to }) => `${name}: vorgemerkt von ${from} bis ${to}`,
    hold_ends: (until) => `Die Vormerkung gilt bis ${until}.`,
    near: ', und der Abstand dazu wäre zu kurz',
    off_grid: (name) => `${name}: frei, aber Termine beginnen dort zu anderen Minuten.`,
    read: (name, when) => `Der Kalender von ${name} wurde zuletzt gelesen: ${when}.`,
    neverRead: (name) => `Der Kalender von ${name} wurde noch nie gelesen.`,
  },
  en: {
    offered: (start, who) => `${start} is offered, possible with: ${who}.`,
    together: ', together with ',
    refused: (start) => `${start} is not offered.`,
    past: 'That is in the past.',
    too_soon: 'That is too short notice.',
    earliest: (when) => `The earliest is ${when}.`,
    too_far: (before) => `That is too far ahead. Appointments have to be before ${before}.`,
    missing: {
      staff: 'Nobody there provides this service.',
      room: 'There is no room for this service there.',
      equipment: 'There is no equipment for this service there.',
    },
    unable: (name) => `${name}: does not provide this service there.`,
    break: (name) => `${name}: that falls into a break.`,
    location_closed: 'The location is not open then, or not for long enough.',
    holiday: (name) => `The location is closed then: public holiday (${name}).`,
    not_working: (name) => `${name}: not scheduled then, or not for long enough.`,
    limit_reached: (name, limit) => `${name}: the limit of bookings is reached${limit ? ` (${limit})` : ''}.`,
    customer_limit: (limit) => `This customer has as many appointments as are allowed (${limit}).`,
    limit: ({ per, most }) => `${most} a ${per}`,
    calendar_stale: (name) => `${name}: the calendar has not been read for too long.`,
    appointment: (name, { from, to }) => `${name}: an appointment from ${from} to ${to}`,
    calendar_entry: (name, { from, to }) => `${name}: an entry in the calendar from ${from} to ${to}`,
    absence: (name, { from, to }) => `${name}: away from ${from} to ${to}`,
    hold: (name, { from, to }) => `${name}: held from ${from} to ${to}`,
    hold_ends: (until) => `The hold lasts until ${until}.`,
    near: ', and that leaves too little time in between',
    off_grid: (name) => `${name}: free, but appointments begin at other minutes there.`,
    read: (name, when) => `The calendar of ${name} was last read: ${when}.`,
    neverRead: (name) => `The calendar of ${name} has never been read.`,
  },
}

const MINUTE = 60_000

/** Whether it is offered, and with whom: `free` are those who can, for each kind that is needed. */
export function sayOutcome(
  offered: boolean,
  free: ReadonlyArray<readonly string[]>,
  speaking: Speaking,
): string {
  const words = WORDS[speaking.language]
  const start = sayInstant(speaking.start, speaking)
  const who = free.map((names) => sayList(names, speaking.language, 'or')).join(words.together)
  return offered ? words.offered(start, who) : words.refused(start)
}

export function sayReach(reach: OutOfReach, speaking: Speaking): string {
  const words = WORDS[speaking.language]
  if (reach.code === 'too_far') return words.too_far(sayInstant(reach.before * MINUTE, speaking))
  const why = speaking.start < speaking.now ? words.past : words.too_soon
  return `${why} ${words.earliest(sayInstant(reach.earliest * MINUTE, speaking))}`
}

export const sayMissing = (kind: ResourceKind, { language }: Speaking): string =>
  WORDS[language].missing[kind]

export const sayUnable = (name: string, { language }: Speaking): string => WORDS[language].unable(name)

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
      const until = words.hold_ends(sayWhen(reason.until * MINUTE, speaking, 'accusative'))
      return `${ended(words.hold(name, spanOf(reason, speaking)), reason.near, words)} ${until}`
    }
    case 'limit_reached':
      return sayLimit(reason.limit, name, words)
    default:
      return words[reason.code](name)
  }
}

export function sayFreshness(syncedAt: number | null, name: string, speaking: Speaking): string {
  const words = WORDS[speaking.language]
  return syncedAt === null ? words.neverRead(name) : words.read(name, sayInstant(syncedAt, speaking))
}

function sayLimit(limit: ReachedLimit | undefined, name: string, words: Words): string {
  if (limit?.of === 'customer') return words.customer_limit(words.limit(limit))
  return words.limit_reached(name, limit && words.limit(limit))
}

const ended = (sentence: string, near: boolean, { near: tooNear }: Words): string =>
  `${sentence}${near ? tooNear : ''}.`

const spanOf = ({ start, end }: { start: number; end: number }, speaking: Speaking): Span => ({
  from: sayWhen(start * MINUTE, speaking, 'dative').replace(/^(am|on) /, ''),
  to: sayWhen(end * MINUTE, speaking, 'accusative'),
})

/** The time of day; with the date, where that is another one than the date asked about. */
function sayWhen(at: number, speaking: Speaking, form: SpokenForm): string {
  const [text, asked] = [localTime(at, speaking.zone), localTime(speaking.start, speaking.zone)]
  const sameDate = text.slice(0, 10) === asked.slice(0, 10)
  return sameDate ? sayTime(text.slice(11, 16), speaking.language) : sayInstant(at, speaking, form)
}

const sayInstant = (at: number, { zone, language, now }: Speaking, form: SpokenForm = 'nominative'): string =>
  sayDateTime({ at, zone, language, now, form })
