import { describe, expect, test } from '@jest/globals'
import { Temporal } from 'temporal-polyfill'
import { resolveSpokenTime, type SpokenLanguage, type SpokenTime } from './index.ts'

const BERLIN = 'Europe/Berlin'
/** A Wednesday morning. */
const WEDNESDAY = '2025-11-12T10:20'

interface Said {
  readonly now?: string
  readonly language?: SpokenLanguage
  readonly open?: readonly [number, number]
  readonly zone?: string
}

const at = (local: string, zone = BERLIN): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds

function resolve(
  text: string,
  { now = WEDNESDAY, language = 'de', open, zone = BERLIN }: Said = {},
): SpokenTime {
  const openMinutes = open && { start: open[0] * 60, end: open[1] * 60 }
  return resolveSpokenTime({
    text,
    now: at(now, zone),
    zone,
    language,
    ...(openMinutes ? { openMinutes } : {}),
  })
}

const local = (instant: number): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(BERLIN)
    .toPlainDateTime()
    .toString()
    .slice(0, 16)

/** An answer in one line, in Berlin time. */
function brief(answer: SpokenTime): string {
  switch (answer.kind) {
    case 'instant':
      return `${answer.date} ${answer.time}`
    case 'date':
      return answer.date
    case 'time':
      return `${answer.time} -> ${local(answer.start)}`
    case 'window':
      return `${local(answer.from)} .. ${answer.to === null ? '' : local(answer.to)}`
    case 'ask':
      return `${answer.question}? ${answer.candidates.map((one) => (one.start === undefined ? one.date : local(one.start))).join(' | ')}`
    case 'past':
      return `past ${answer.date}`
    default:
      return answer.kind
  }
}

describe('Clock times', () => {
  test.each([
    ['halb drei', '14:30 -> 2025-11-12T14:30'],
    ['viertel drei', '14:15 -> 2025-11-12T14:15'],
    ['dreiviertel drei', '14:45 -> 2025-11-12T14:45'],
    ['viertel vor drei', '14:45 -> 2025-11-12T14:45'],
    ['viertel nach drei', '15:15 -> 2025-11-12T15:15'],
    ['fünf vor halb drei', '14:25 -> 2025-11-12T14:25'],
    ['vierzehn Uhr fünfzehn', '14:15 -> 2025-11-12T14:15'],
    ['gegen dreizehn Uhr', '13:00 -> 2025-11-12T13:00'],
    ['drei Uhr nachmittags', '15:00 -> 2025-11-12T15:00'],
    ['um 16.30 Uhr', '16:30 -> 2025-11-12T16:30'],
  ])('"%s" is understood in German', (text, expected) => expect(brief(resolve(text))).toBe(expected))

  test.each([
    ['half past two', '14:30 -> 2025-11-12T14:30'],
    ['half two', '14:30 -> 2025-11-12T14:30'],
    ['a quarter to three', '14:45 -> 2025-11-12T14:45'],
    ['twenty past four', '16:20 -> 2025-11-12T16:20'],
    ['ten thirty pm', '22:30 -> 2025-11-12T22:30'],
    ['at 3:15 p.m.', '15:15 -> 2025-11-12T15:15'],
    ['noon', '12:00 -> 2025-11-12T12:00'],
  ])('"%s" is understood in English', (text, expected) =>
    expect(brief(resolve(text, { language: 'en' }))).toBe(expected),
  )

  test('opening hours decide between morning and evening', () => {
    expect(brief(resolve('morgen um drei', { open: [9, 18] }))).toBe('2025-11-13 15:00')
    expect(brief(resolve('morgen um acht', { open: [7, 16] }))).toBe('2025-11-13 08:00')
    expect(brief(resolve('morgen um acht', { open: [17, 23] }))).toBe('2025-11-13 20:00')
  })

  test('where both are within opening hours the caller is asked', () => {
    expect(brief(resolve('morgen um acht', { open: [6, 22] }))).toBe(
      'which_time? 2025-11-13T08:00 | 2025-11-13T20:00',
    )
  })

  test('a time outside opening hours keeps the nearer reading, so that the refusal names what was asked', () => {
    expect(brief(resolve('morgen um acht', { open: [9, 18] }))).toBe('2025-11-13 08:00')
  })

  test('a bare time that is past today is tomorrow, and says that it was moved', () => {
    expect(resolve('um zehn', { open: [9, 18] })).toEqual({
      kind: 'time',
      time: '10:00',
      start: at('2025-11-13T10:00'),
      date: '2025-11-13',
      rolledOver: true,
    })
    expect(resolve('um elf', { open: [9, 18] })).toMatchObject({ date: '2025-11-12', rolledOver: false })
  })

  test.each(['sechs sechzehn Uhr', '25 Uhr', '14 Uhr 75', '14 Uhr 30 Minuten'])(
    '"%s" is asked back',
    (text) => expect(resolve(text)).toMatchObject({ kind: 'ask', question: 'unclear_time' }),
  )

  test('a clock time that contradicts the part of the day is asked back', () =>
    expect(resolve('morgen um 17 Uhr morgens')).toMatchObject({ kind: 'ask', question: 'time_contradicts' }))
})

describe('Days', () => {
  test.each([
    ['übermorgen', '2025-11-14'],
    ['uebermorgen', '2025-11-14'],
    ['in 14 Tagen', '2025-11-26'],
    ['nächste Woche Dienstag', '2025-11-18'],
    ['Dienstag nächste Woche', '2025-11-18'],
    ['Dienstag in einer Woche', '2025-11-25'],
    ['15.1', '2026-01-15'],
    ['am 24.', '2025-11-24'],
    ['am zehnten Zwölften', '2025-12-10'],
    ['Dienstag, den 18. November', '2025-11-18'],
    ['der erste Montag im Dezember', '2025-12-01'],
    ['zwei Tage vor Heiligabend', '2025-12-22'],
    ['in drei Werktagen', '2025-11-17'],
    ['2025-11-24', '2025-11-24'],
  ])('"%s" is a day in German', (text, expected) =>
    expect(resolve(text)).toEqual({ kind: 'date', date: expected }),
  )

  test.each([
    ['the fifteenth', '2025-11-15'],
    ['Tuesday week', '2025-11-18'],
    ['a week from Friday', '2025-11-21'],
    ['the day after tomorrow', '2025-11-14'],
    ['fifteenth of December', '2025-12-15'],
    ['the last Friday of the month', '2025-11-28'],
  ])('"%s" is a day in English', (text, expected) => {
    const now = text === 'Tuesday week' ? '2025-11-10T09:00' : WEDNESDAY
    expect(resolve(text, { language: 'en', now })).toEqual({ kind: 'date', date: expected })
  })

  test('"kommenden Donnerstag" said on a Monday is this week\'s', () =>
    expect(brief(resolve('kommenden Donnerstag', { now: '2025-11-10T09:00' }))).toBe('2025-11-13'))

  test('"nächste Woche Dienstag" said on a Saturday is three days ahead', () =>
    expect(brief(resolve('nächste Woche Dienstag', { now: '2025-10-18T12:00' }))).toBe('2025-10-21'))

  test('"nächsten Dienstag" is a day where both readings are the same one', () =>
    expect(brief(resolve('nächsten Dienstag'))).toBe('2025-11-18'))

  test('"nächsten Mittwoch" said on a Tuesday is asked back', () =>
    expect(brief(resolve('nächsten Mittwoch', { now: '2025-11-11T09:00' }))).toBe(
      'which_day? 2025-11-12 | 2025-11-19',
    ))

  test("today's own weekday is asked back, unless its time is already over", () => {
    expect(brief(resolve('Mittwoch'))).toBe('which_day? 2025-11-12 | 2025-11-19')
    expect(brief(resolve('Mittwoch um 9 Uhr', { open: [9, 18] }))).toBe('2025-11-19 09:00')
  })

  test('"kommende Woche" is asked back', () =>
    expect(resolve('kommende Woche')).toMatchObject({ question: 'which_week' }))

  test("a weekday that is not the date's is asked back with both days", () =>
    expect(brief(resolve('Montag, den 18. November'))).toBe('day_contradicts? 2025-11-18 | 2025-11-17'))

  test.each(['32. August', '31. Februar', '29. Februar'])('"%s" is no date', (text) =>
    expect(resolve(text)).toMatchObject({ kind: 'ask', question: 'no_such_date' }),
  )

  test('"8/10" follows the custom of the place', () => {
    expect(brief(resolve('8/10', { language: 'en' }))).toBe('2026-10-08')
    expect(brief(resolve('8/10', { language: 'en', zone: 'America/New_York' }))).toBe('2026-08-10')
  })
})

describe('Day and time together', () => {
  test.each([
    ['heute Abend um acht', '2025-11-12 20:00'],
    ['morgen früh um halb neun', '2025-11-13 08:30'],
    ['am 24. um 10', '2025-11-24 10:00'],
    ['den am 2. Dezember auf 15 Uhr', '2025-12-02 15:00'],
    ['Ich hätte gern am Dienstagnachmittag um halb drei einen Termin für 2 Personen', '2025-11-18 14:30'],
    ['2025-11-24T14:30', '2025-11-24 14:30'],
    ['2025-11-24T14:30:00-05:00', '2025-11-24 20:30'],
    ['2025-11-24 14:30', '2025-11-24 14:30'],
    ['2025-11-24 halb drei', '2025-11-24 14:30'],
    ['in einer Stunde', '2025-11-12 11:20'],
    ['in anderthalb Stunden', '2025-11-12 11:50'],
  ])('"%s" is an instant', (text, expected) => expect(brief(resolve(text))).toBe(expected))

  test('the later word wins after a correction, and what was denied is dropped', () => {
    expect(brief(resolve('Montag, nein, Dienstag um drei'))).toBe('2025-11-18 15:00')
    expect(brief(resolve('nicht am Montag, sondern am Dienstag'))).toBe('2025-11-18')
    expect(brief(resolve('am Freitag, nicht am Donnerstag'))).toBe('2025-11-14')
  })

  test.each([
    ['de', 'nicht am Montag'],
    ['de', 'bitte keinen Montag'],
    ['de', 'nicht am Montag um zehn'],
    ['de', 'nicht am Vormittag'],
    ['de', 'nicht heute, morgen'],
    ['de', 'außer Montag'],
    ['en', 'not on Monday'],
    ['en', 'not tomorrow morning'],
    ['en', 'any day except Friday'],
  ] as const)('what is only denied is no wish (%s: "%s")', (language, text) => {
    expect(resolve(text, { language })).toEqual({ kind: 'nothing' })
  })

  test.each([
    ['de', 'nicht am Montag, am Dienstag', '2025-11-18'],
    ['de', 'nächste Woche, aber nicht am Montag', '2025-11-17T00:00 .. 2025-11-24T00:00'],
    ['de', 'Freitag, nur nicht morgens', '2025-11-14'],
    ['de', 'nicht so früh, lieber nachmittags', '2025-11-12T13:00 .. 2025-11-12T17:00'],
    ['de', 'nicht nach 17 Uhr', '2025-11-12T10:20 .. 2025-11-12T17:00'],
    ['de', 'Dienstag statt Montag', '2025-11-18'],
    ['en', 'not Monday, Tuesday', '2025-11-18'],
  ] as const)('of a denial what else was said counts (%s: "%s")', (language, text, expected) => {
    expect(brief(resolve(text, { language }))).toBe(expected)
  })

  test('an alternative is asked back', () => {
    expect(brief(resolve('Montag oder Dienstag'))).toBe('which_day? 2025-11-17 | 2025-11-18')
    expect(brief(resolve('morgen um 10 oder 11'))).toBe('which_time? 2025-11-13T10:00 | 2025-11-13T11:00')
  })

  test('a clock time for a whole week asks for the day', () => {
    const answer = resolve('nächste Woche um 10', { open: [9, 18] })
    expect(answer).toMatchObject({ kind: 'ask', question: 'which_day' })
    expect(brief(answer)).toContain('2025-11-17T10:00 | 2025-11-18T10:00')
  })
})

describe('Windows', () => {
  test.each([
    ['morgen früh', '2025-11-13T06:00 .. 2025-11-13T09:00'],
    ['morgen Vormittag', '2025-11-13T09:00 .. 2025-11-13T12:00'],
    ['morgen Mittag', '2025-11-13T11:00 .. 2025-11-13T14:00'],
    ['morgen Nachmittag', '2025-11-13T13:00 .. 2025-11-13T17:00'],
    ['morgen Abend', '2025-11-13T17:00 .. 2025-11-13T21:00'],
    ['ab 16 Uhr', '2025-11-12T16:00 .. 2025-11-13T00:00'],
    ['Freitag zwischen zwei und vier', '2025-11-14T14:00 .. 2025-11-14T16:00'],
    ['morgen 11:30-13:30', '2025-11-13T11:30 .. 2025-11-13T13:30'],
    ['nächste Woche', '2025-11-17T00:00 .. 2025-11-24T00:00'],
    ['diese Woche', '2025-11-12T10:20 .. 2025-11-17T00:00'],
    ['vom 20. bis 25. November', '2025-11-20T00:00 .. 2025-11-26T00:00'],
    ['vom 10. bis 15. November', '2025-11-12T10:20 .. 2025-11-16T00:00'],
    ['bis Freitag', '2025-11-12T10:20 .. 2025-11-15T00:00'],
    ['ab Montag', '2025-11-17T00:00 .. '],
    ['nach dem 20.', '2025-11-21T00:00 .. '],
    ['in KW 48', '2025-11-24T00:00 .. 2025-12-01T00:00'],
    ['Anfang Dezember', '2025-12-01T00:00 .. 2025-12-11T00:00'],
    ['so bald wie möglich', '2025-11-12T10:20 .. '],
  ])('"%s" is a window', (text, expected) => expect(brief(resolve(text))).toBe(expected))

  test('hours said for several days bound each of them', () => {
    expect(resolve('nächste Woche nachmittags')).toMatchObject({ daily: { start: 780, end: 1020 } })
    expect(resolve('Montag bis Freitag nach 17 Uhr')).toMatchObject({ daily: { start: 1020, end: 1440 } })
    expect(resolve('Mo-Fr 9-17 Uhr')).toMatchObject({ daily: { start: 540, end: 1020 } })
  })
})

describe('The past', () => {
  test.each([
    '2023-06-13',
    '2023-06-13T14:00',
    'gestern',
    'letzten Dienstag',
    'heute um neun Uhr',
    'Montag dieser Woche',
  ])('"%s" is refused and never shifted', (text) =>
    expect(resolve(text, { open: [9, 18] })).toMatchObject({ kind: 'past' }),
  )
})

describe('Nothing', () => {
  test.each([
    '',
    'Guten Morgen',
    'für zwei Personen',
    '25',
    'der erste freie Termin',
    'Ich möchte einen Haarschnitt',
  ])('"%s" names no time', (text) => expect(resolve(text)).toEqual({ kind: 'nothing' }))

  test.each([
    'may I ask what this is for?',
    'this is the one',
    'call me at 650.650.6500',
    'there are two to four people',
  ])('"%s" names no time in English', (text) =>
    expect(resolve(text, { language: 'en' })).toEqual({ kind: 'nothing' }),
  )
})

describe('Clock changes', () => {
  test('a time that the clocks skip in spring is moved on by the gap, and the answer says so', () =>
    expect(resolve('am 29. März 2026 um 2 Uhr 30 nachts')).toMatchObject({
      date: '2026-03-29',
      time: '03:30',
    }))

  test('a time that comes twice in autumn is the first one', () =>
    expect(resolve('am 25. Oktober 2026 um 2 Uhr 30 nachts')).toMatchObject({
      start: Date.UTC(2026, 9, 25, 0, 30),
    }))

  test('"in 24 Stunden" is exact time, "in einem Tag um zehn" the same clock time', () => {
    const now = '2026-03-28T10:00'
    expect(brief(resolve('in 24 Stunden', { now }))).toBe('2026-03-29 11:00')
    expect(brief(resolve('in einem Tag um zehn', { now }))).toBe('2026-03-29 10:00')
  })
})
