import type { HoldLimit, ReachedLimit } from '../../scheduling/index.ts'
import { sayList } from '../speech/index.ts'
import type { Phrases, RefusalReason, SpokenBooking, SpokenRefusal, TimeQuestion, Trying } from './phrases.ts'

const REASONS: Record<RefusalReason, string> = {
  slot_taken: 'Diese Zeit ist leider nicht frei.',
  outside_hours: 'Zu dieser Zeit bieten wir das leider nicht an.',
  too_soon: 'Das ist leider zu kurzfristig.',
  too_far: 'So weit im Voraus kann ich leider noch nichts vergeben.',
  limit_reached: 'Dafür sind leider keine weiteren Termine möglich.',
  held_until: 'Diese Zeit wird gerade von jemand anderem angefragt.',
  calendar_stale: 'Für diese Zeit kann ich im Moment leider nichts zusagen.',
  nothing_then: 'Dann ist leider nichts frei.',
}

const or = (items: readonly string[]): string => sayList(items, 'de', 'or')
const and = (items: readonly string[]): string => sayList(items, 'de', 'and')
const listed = (items: readonly string[]): string => (items.length > 0 ? `, ${or(items)}` : '')

/** "am Dienstag, dem 24. November" -> "Dienstag, dem 24. November", for another preposition. */
const bare = (time: string): string => time.replace(/^am /, '')

const QUESTIONS: Record<TimeQuestion, (candidates: readonly string[]) => string> = {
  which_day: (list) => `An welchem Tag genau${listed(list)}?`,
  which_week: (list) => `Welche Woche meinen Sie genau${listed(list.map((day) => `die ab ${bare(day)}`))}?`,
  which_time: (list) => `Um wie viel Uhr genau${listed(list)}?`,
  day_contradicts: () => 'Der Wochentag passt nicht zu diesem Datum. Welchen Tag meinen Sie?',
  time_contradicts: () => 'Die Uhrzeit passt nicht zur Tageszeit. Welche Uhrzeit meinen Sie?',
  unclear_time: () => 'Die Uhrzeit habe ich nicht sicher verstanden. Um wie viel Uhr möchten Sie kommen?',
  no_such_date: () => 'Diesen Tag gibt es nicht. An welchem Tag möchten Sie kommen?',
  past: () => 'Diese Zeit ist schon vorbei. Wann möchten Sie kommen?',
  missing: () => 'An welchem Tag und um wie viel Uhr möchten Sie kommen?',
}

const TROUBLE: Record<Trying, string> = {
  look: 'Das kann ich Ihnen gerade leider nicht sagen. Darf ich notieren, dass wir Sie zurückrufen?',
  change: 'Das kann ich Ihnen gerade leider nicht bestätigen. Darf ich notieren, dass wir Sie zurückrufen?',
  callback: 'Das konnte ich gerade leider nicht sicher notieren. Bitte rufen Sie später noch einmal an.',
}

const TOO_MANY: Record<HoldLimit, string> = {
  holder: 'Ich halte Ihnen schon mehrere Zeiten frei. Welche davon soll ich eintragen?',
  caller:
    'Für Ihre Nummer sind schon mehrere Zeiten vorgemerkt. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
  client: 'Gerade sind sehr viele Zeiten vorgemerkt. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
}

/** The caller's own; against that of somebody else there may be others. */
const OWN_LIMIT: Record<ReachedLimit['per'], string> = {
  day: 'An diesem Tag haben Sie schon so viele Termine, wie wir je Kunde vergeben.',
  week: 'In dieser Woche haben Sie schon so viele Termine, wie wir je Kunde vergeben.',
  month: 'In diesem Monat haben Sie schon so viele Termine, wie wir je Kunde vergeben.',
}

function why(refusal: SpokenRefusal | undefined): string {
  if (!refusal) return ''
  if (refusal.limit?.of === 'customer') return `${OWN_LIMIT[refusal.limit.per]} `
  const limit = refusal.lastDay ? ` Buchen kann ich bis einschließlich ${refusal.lastDay}.` : ''
  return `${REASONS[refusal.reason]}${limit} `
}

/** Nobody listens to a list of forty. */
const MOST_NAMES = 8
function possible(names: readonly string[]): string {
  if (names.length === 1) return `Möglich ist ${names[0]}.`
  const among = names.length > MOST_NAMES ? 'unter anderem ' : ''
  return `Möglich sind ${among}${and(names.slice(0, MOST_NAMES))}.`
}

/** Before more words. */
const named = ({ service, length }: Pick<SpokenBooking, 'service' | 'length'>): string =>
  length ? `${service}, ${length},` : service

const withStaff = (booking: SpokenBooking): string =>
  `${named(booking)} ${booking.time}${booking.staff ? ` bei ${booking.staff}` : ''}`

export const german: Phrases = {
  greet: (name) => `Guten Tag${name ? `, ${name}` : ''}. Was kann ich für Sie tun?`,
  services: (services) =>
    `Wir bieten an: ${services.map(({ name, duration }) => `${name}, ${duration}`).join('; ')}.`,
  noServices: () =>
    'Dazu kann ich im Moment leider nichts sagen. Darf ich notieren, dass wir Sie zurückrufen?',
  askService: (names) => `Was darf es sein? ${possible(names)}`,
  whichService: (names) => `Meinen Sie ${or(names)}?`,
  lengthAt: (duration, price) => `${duration}${price ? ` für ${price}` : ''}`,
  anyLength: or,
  askLength: (service, lengths, heard) => {
    if (lengths.length === 1) return `${service} dauert immer ${lengths[0]}. Ist Ihnen das recht?`
    const refused = heard ? 'In dieser Länge bieten wir das leider nicht an. ' : ''
    return `${refused}${service} gibt es mit ${or(lengths)}. Was darf es sein?`
  },
  unknownService: (names) => `Das bieten wir hier leider nicht an. ${possible(names)} Was darf es sein?`,
  openingHours: (days) => `${days.join('. ')}.`,
  dayRange: (first, last) => `Von ${bare(first)}, bis ${last}`,
  openDay: (day, ranges) => `${day}: geöffnet ${and(ranges)}`,
  closedDay: (day) => `${day}: geschlossen`,
  holiday: (day, name) => `${day}: Feiertag (${name}), geschlossen`,
  range: (from, to) => `von ${from} bis ${to}`,
  away: (name) => `${name} ist dann nicht da.`,
  free: ({ time, staff, ...what }) =>
    `Für ${named(what)} ist ${time} ein Termin${staff ? ` bei ${staff}` : ''} frei. Soll ich ihn für Sie reservieren?`,
  offers: (refusal, times) =>
    `${why(refusal)}Frei wäre ${or(times)}. ${times.length === 1 ? 'Passt Ihnen das?' : 'Was passt Ihnen?'}`,
  nothingFree: (refusal) =>
    refusal?.reason === 'limit_reached'
      ? `${why(refusal)}Kann ich sonst etwas für Sie tun?`
      : `${why(refusal)}In der Nähe habe ich auch sonst nichts frei. Wann würde es Ihnen passen?`,
  leftOut: (refusal, times) => {
    if (refusal) return why(refusal).trim()
    return times === 1 ? 'Eine weitere Zeit ist frei.' : `${times} weitere Zeiten sind frei.`
  },
  askTime: (question, candidates) => QUESTIONS[question](candidates),
  unknownStaff: (names) => `Das macht bei uns nur ${or(names)}. Wäre Ihnen das recht?`,
  whichStaff: (names) => `Meinen Sie ${or(names)}?`,
  nobodyAble: () => 'Dafür ist hier im Moment leider niemand da. Darf es etwas anderes sein?',
  held: ({ service, length, time }, name) =>
    `Ich halte Ihnen ${time} einen Termin frei: ${service}${length ? `, ${length}` : ''}. ` +
    (name
      ? `Darf ich ihn auf den Namen ${name} eintragen?`
      : 'Auf welchen Namen darf ich den Termin eintragen?'),
  tooManyHolds: (limit) => TOO_MANY[limit],
  released: () => 'Die Zeit halte ich nicht länger frei.',
  understood: (time) => `Sie meinen also ${time}?`,
  holdFirst: () => 'Welche Zeit darf ich für Sie reservieren?',
  needName: () => 'Auf welchen Namen darf ich den Termin eintragen?',
  booked: (booking) => `Ihr Termin ist gebucht: ${withStaff(booking)}. Wir freuen uns auf Sie.`,
  appointments: (list) =>
    list.length === 1 ? `Sie haben einen Termin: ${list[0]}.` : `Sie haben diese Termine: ${and(list)}.`,
  noAppointments: () => 'Unter Ihrer Nummer finde ich keinen kommenden Termin.',
  whichAppointment: (list, found) =>
    `${found ? '' : 'Dazu finde ich keinen Termin. '}${list.length === 1 ? 'Meinen Sie' : 'Welchen Termin meinen Sie:'} ${or(list)}?`,
  appointment: withStaff,
  rescheduled: ({ service, time, staff }) =>
    `Ihr Termin ist verschoben: ${service} jetzt ${time}${staff ? ` bei ${staff}` : ''}.`,
  cancelled: ({ service, time }) => `Ihr Termin ist abgesagt: ${service} ${time}.`,
  notInCalendar: (time) =>
    `Eines muss ich Ihnen leider noch sagen: Ihr Termin ${time} passt nicht mehr in den Kalender.`,
  changeRefused: (why) => `${why} Darf ich notieren, dass wir Sie zurückrufen?`,
  feeFirst: (costs, change) =>
    `${costs} Soll ich den Termin trotzdem ${change === 'cancel' ? 'absagen' : 'verschieben'}?`,
  feeDue: (fee) => `Die Gebühr dafür beträgt ${fee}.`,
  withheld: () =>
    'Ihre Nummer ist unterdrückt, deshalb kann ich bestehende Termine nicht ansehen oder ändern. Unter welcher Nummer dürfen wir Sie zurückrufen?',
  needPhone: () => 'Unter welcher Nummer können wir Sie zurückrufen?',
  callbackNoted: (phone) => `Ich habe notiert, dass Sie unter ${phone} zurückgerufen werden möchten.`,
  unknownNumber: () =>
    'Unter dieser Nummer kann ich gerade keine Termine vergeben. Bitte versuchen Sie es später noch einmal.',
  trouble: (tried) => TROUBLE[tried],
  slow: (held) =>
    held
      ? 'Die Zeit ist für Sie reserviert. Die Bestätigung dauert noch einen Moment.'
      : 'Das dauert gerade länger als üblich. Einen Moment bitte, ich versuche es noch einmal.',
  unknownFunction: () => 'Dabei kann ich leider nicht helfen. Darf ich notieren, dass wir Sie zurückrufen?',
}
