import { expect, test } from '@jest/globals'
import type { ResourceReason } from '../scheduling/index.ts'
import { type Speaking, sayFreshness, sayReach, sayReason } from './explain-words.ts'

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
  [{ code: 'break' }, 'Anna: das fällt in eine Pause.', 'Anna: that falls into a break.'],
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
    'Für diesen Kunden ist die Höchstzahl an Terminen erreicht (1 in der Woche).',
    'This customer has as many appointments as are allowed (1 a week).',
  ],
  [
    { code: 'calendar_stale' },
    'Anna: der Kalender wurde zu lange nicht gelesen.',
    'Anna: the calendar has not been read for too long.',
  ],
  [
    { code: 'calendar_entry', near: true, ...span },
    'Anna: ein Eintrag im Kalender von 10 Uhr 30 bis 11 Uhr, und der Abstand dazu wäre zu kurz.',
    'Anna: an entry in the calendar from 10:30 AM to 11 AM, and that leaves too little time in between.',
  ],
  [
    { code: 'absence', near: false, ...span },
    'Anna: abwesend von 10 Uhr 30 bis 11 Uhr.',
    'Anna: away from 10:30 AM to 11 AM.',
  ],
  [
    { code: 'calendar_entry', near: false, start: span.start - 1440, end: span.end },
    'Anna: ein Eintrag im Kalender von Sonntag, dem 28. Februar, um 10 Uhr 30 bis 11 Uhr.',
    'Anna: an entry in the calendar from Sunday, February 28th at 10:30 AM to 11 AM.',
  ],
  [
    { code: 'absence', near: false, start: span.start - 1440, end: span.end + 1440 },
    'Anna: abwesend von Sonntag, dem 28. Februar, um 10 Uhr 30 bis Dienstag, den 2. März, um 11 Uhr.',
    'Anna: away from Sunday, February 28th at 10:30 AM to Tuesday, March 2nd at 11 AM.',
  ],
  [
    { code: 'hold', near: false, ...span, until: at('08:05') / 60_000 + 0.5 },
    'Anna: vorgemerkt von 10 Uhr 30 bis 11 Uhr. Die Vormerkung gilt bis 8 Uhr 5.',
    'Anna: held from 10:30 AM to 11 AM. The hold lasts until 8:05 AM.',
  ],
])('%j in words', (reason, german, english) => {
  expect(sayReason(reason, 'Anna', speaking('de'))).toBe(german)
  expect(sayReason(reason, 'Anna', speaking('en'))).toBe(english)
})

test('what is over is not called too short notice', () => {
  const reach = { code: 'too_soon', earliest: at('09:00') / 60_000 } as const
  const said = (language: 'de' | 'en', start: number) => sayReach(reach, { ...speaking(language), start })
  expect(said('de', at('08:30'))).toBe(
    'Das ist zu kurzfristig. Frühestens geht: Montag, der 1. März um 9 Uhr.',
  )
  expect(said('de', at('07:30'))).toBe('Das ist schon vorbei. Frühestens geht: Montag, der 1. März um 9 Uhr.')
  expect(said('en', at('07:30'))).toBe('That is in the past. The earliest is Monday, March 1st at 9 AM.')
})

test('how old a calendar is', () => {
  expect(sayFreshness(at('07:30'), 'Anna', speaking('de'))).toBe(
    'Der Kalender von Anna wurde zuletzt gelesen: Montag, der 1. März um 7 Uhr 30.',
  )
  expect(sayFreshness(null, 'Anna', speaking('de'))).toBe('Der Kalender von Anna wurde noch nie gelesen.')
  expect(sayFreshness(null, 'Anna', speaking('en'))).toBe('The calendar of Anna has never been read.')
})
