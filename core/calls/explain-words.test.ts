import { expect, test } from '@jest/globals'
import type { ResourceReason } from '../scheduling/index.ts'
import { type Speaking, sayFreshness, sayReason } from './explain-words.ts'

const at = (text: string) => Date.parse(`2027-03-01T${text}:00+01:00`)
const speaking = (language: 'de' | 'en'): Speaking => ({
  zone: 'Europe/Berlin',
  language,
  now: at('08:00'),
  start: at('10:00'),
})
const span = { start: at('10:30') / 60_000, end: at('11:00') / 60_000 }

test.each<[ResourceReason, string, string]>([
  [
    { code: 'not_working' },
    'Anna: dann nicht eingeplant, oder nicht lange genug.',
    'Anna: not scheduled then, or not for long enough.',
  ],
  [
    { code: 'limit_reached' },
    'Anna: die Höchstzahl an Buchungen ist erreicht.',
    'Anna: the limit of bookings is reached.',
  ],
  [
    { code: 'limit_reached', limit: { of: 'resource', per: 'day', most: 5 } },
    'Anna: die Höchstzahl an Buchungen ist erreicht (5 am Tag).',
    'Anna: the limit of bookings is reached (5 a day).',
  ],
  [
    { code: 'limit_reached', limit: { of: 'customer', per: 'week', most: 1 } },
    'Anna: die Höchstzahl an Buchungen ist erreicht (1 in der Woche je Kunde).',
    'Anna: the limit of bookings is reached (1 a week for each customer).',
  ],
  [
    { code: 'calendar_stale' },
    'Anna: der Kalender wurde zu lange nicht gelesen.',
    'Anna: the calendar has not been read for too long.',
  ],
  [
    { code: 'calendar_entry', near: true, ...span },
    'Anna: ein Eintrag im Kalender von 10 Uhr 30 bis 11 Uhr, und der Abstand dazu wäre zu kurz.',
    'Anna: an entry in the calendar from 10:30 AM to 11 AM, and the distance to it would be too short.',
  ],
  [
    { code: 'absence', near: false, ...span },
    'Anna: abwesend von 10 Uhr 30 bis 11 Uhr.',
    'Anna: away from 10:30 AM to 11 AM.',
  ],
  [
    { code: 'calendar_entry', near: false, start: span.start - 1440, end: span.end },
    'Anna: ein Eintrag im Kalender von Sonntag, der 28. Februar um 10 Uhr 30 bis 11 Uhr.',
    'Anna: an entry in the calendar from Sunday, February 28th at 10:30 AM to 11 AM.',
  ],
  [
    { code: 'hold', near: false, ...span, until: at('08:05') / 60_000 + 0.5 },
    'Anna: vorgemerkt von 10 Uhr 30 bis 11 Uhr, noch bis 8 Uhr 5.',
    'Anna: held from 10:30 AM to 11 AM, until 8:05 AM.',
  ],
])('%j in words', (reason, german, english) => {
  expect(sayReason(reason, 'Anna', speaking('de'))).toBe(german)
  expect(sayReason(reason, 'Anna', speaking('en'))).toBe(english)
})

test('how old a calendar is', () => {
  expect(sayFreshness(at('07:30'), 'Anna', speaking('de'))).toBe(
    'Der Kalender von Anna wurde zuletzt gelesen: Montag, der 1. März um 7 Uhr 30.',
  )
  expect(sayFreshness(null, 'Anna', speaking('de'))).toBe('Der Kalender von Anna wurde noch nie gelesen.')
  expect(sayFreshness(null, 'Anna', speaking('en'))).toBe('The calendar of Anna has never been read.')
})
