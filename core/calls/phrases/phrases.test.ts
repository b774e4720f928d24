import { expect, test } from '@jest/globals'
import { sayDate, sayDateTime, sayDuration, sayPrice, sayTime } from '../speech/index.ts'
import { speechFaults } from '../testing/speakable.ts'
import { type Phrases, phrasesIn, type RefusalReason, type TimeQuestion, type Trying } from './index.ts'

type Language = 'de' | 'en'

const zone = 'Europe/Berlin'
const now = Date.parse('2026-11-24T10:00:00+01:00')
const STARTS = ['2026-11-24T14:30:00+01:00', '2026-11-25T12:00:00+01:00', '2027-01-07T06:15:00+01:00']
const REASONS: RefusalReason[] = [
  'slot_taken',
  'outside_hours',
  'too_soon',
  'too_far',
  'limit_reached',
  'held_until',
  'calendar_stale',
  'nothing_then',
]
const QUESTIONS: TimeQuestion[] = [
  'which_day',
  'which_week',
  'which_time',
  'day_contradicts',
  'time_contradicts',
  'unclear_time',
  'no_such_date',
  'past',
  'missing',
]
const TROUBLES: Trying[] = ['look', 'change', 'callback']

const times = (language: Language) =>
  STARTS.map((start) => sayDateTime({ at: Date.parse(start), zone, language, now, form: 'dative' }))
const days = (language: Language) =>
  STARTS.map((start) => sayDate({ at: Date.parse(start), zone, language, now, form: 'dative' }))

/** Every sentence there is, with real times in it; names that are of no language. */
function everySentence(p: Phrases, language: Language): string[] {
  const [time = ''] = times(language)
  const [day = ''] = days(language)
  const lastDay = sayDate({ at: Date.parse(STARTS[1] ?? ''), zone, language, now, form: 'accusative' })
  const booking = { service: 'Kxyz', time, staff: 'Lina' }
  const alone = { service: 'Kxyz', time }
  const long = { ...booking, length: p.lengthAt(sayDuration(90, language), undefined) }
  const clock = (text: string) => sayTime(text, language)
  const names = ['Aa', 'Bb', 'Cc']
  const refusals = [
    ...REASONS.map((reason) => ({ reason, ...(reason === 'too_far' ? { lastDay } : {}) })),
    ...(['day', 'week', 'month'] as const).map((per) => ({
      reason: 'limit_reached' as const,
      limit: { of: 'customer' as const, per, most: 2 },
    })),
  ]
  return [
    ...['Anna', undefined].map((name) => p.greet(name)),
    p.services([{ name: 'Kxyz', duration: sayDuration(90, language) }]),
    ...[1, 3].flatMap((count) => [
      p.askService(names.slice(0, count)),
      p.unknownService(names.slice(0, count)),
      p.unknownStaff(names.slice(0, count)),
    ]),
    p.released(),
    p.understood(time),
    p.whichService(names),
    ...[1, 3].flatMap((count) =>
      [true, false].map((heard) => {
        const lengths = [30, 60, 90].map((minutes) => sayDuration(minutes, language)).slice(0, count)
        return p.askLength(
          'Kxyz',
          lengths.map((each) => p.lengthAt(each, sayPrice(8_000, 'EUR', language))),
          heard,
        )
      }),
    ),
    p.whichStaff(names),
    p.openingHours([
      p.openDay(p.dayRange(day, lastDay), [p.range(clock('09:00'), clock('24:00'))]),
      p.closedDay(sayDate({ at: now, zone, language, now })),
      p.holiday(sayDate({ at: now, zone, language, now }), 'Kxyz'),
    ]),
    ...[booking, alone, long].flatMap((each) => [p.free(each), p.booked(each), p.rescheduled(each)]),
    ...[undefined, ...refusals].flatMap((refusal) => [
      p.offers(refusal, times(language)),
      p.offers(refusal, [time]),
      p.nothingFree(refusal),
    ]),
    ...QUESTIONS.flatMap((question) =>
      [[], days(language).slice(0, 2)].map((list) => p.askTime(question, list)),
    ),
    ...['Anna', undefined].flatMap((name) => [p.held(booking, name), p.held(long, name)]),
    ...[1, 2].flatMap((count) => {
      const list = times(language)
        .slice(0, count)
        .map((each) => p.appointment({ service: 'Kxyz', time: each }))
      return [p.appointments(list), p.whichAppointment(list, true), p.whichAppointment(list, false)]
    }),
    p.cancelled(booking),
    p.notInCalendar(time),
    p.away('Kxyz'),
    p.changeRefused('Kxyz.'),
    ...(['cancel', 'reschedule'] as const).map((change) => p.feeFirst('Kxyz.', change)),
    p.feeDue(sayPrice(2_050, 'EUR', language)),
    ...(['holder', 'caller', 'client'] as const).map((limit) => p.tooManyHolds(limit)),
    p.callbackNoted('+49 30 901820'),
    ...TROUBLES.map((tried) => p.trouble(tried)),
    ...[true, false].map((held) => p.slow(held)),
    ...[p.nobodyAble(), p.noServices(), p.holdFirst(), p.needName(), p.noAppointments()],
    ...[p.withheld(), p.needPhone(), p.unknownNumber(), p.unknownFunction()],
  ]
}

/** Words that give a language away. */
const FOREIGN: Record<Language, RegExp> = {
  de: /\b(the|you|your|is|that|free|on|or|and|please|appointment|what|which|sorry|not|time|am sorry|AM|PM|noon)\b/,
  en: /\b(der|die|das|dem|den|ist|Sie|Ihr\w*|ich|und|oder|nicht|Uhr|Termin\w*|bitte|leider|welche\w*|wann|von|bis)\b/i,
}

test.each(['de', 'en'] as const)('every sentence can be read out in its own language (%s)', (language) => {
  for (const say of everySentence(phrasesIn(language), language)) {
    expect(say).toMatch(/^\p{Lu}.*[.?]$/u)
    expect(say).not.toMatch(/ {2}| [,.;?]|\bundefined\b|\.\./)
    expect(say).not.toMatch(FOREIGN[language])
    expect(speechFaults({ status: '', say: say.replaceAll(/\d/g, ''), data: {}, missing: [] })).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/machine|sentence/)]),
    )
  }
})

test.each([
  ['which_day', 'An welchem Tag genau, am Dienstag, dem 24. November oder am Mittwoch, dem 25. November?'],
  [
    'which_week',
    'Welche Woche meinen Sie genau, die ab Dienstag, dem 24. November oder die ab Mittwoch, dem 25. November?',
  ],
] as const)('the days to choose from stand in the right case: %s', (question, expected) => {
  expect(phrasesIn('de').askTime(question, days('de').slice(0, 2))).toBe(expected)
})

test('a long list of services is cut, and says so', () => {
  const names = Array.from({ length: 30 }, (_, i) => `Dienst ${i}`)
  expect(phrasesIn('de').askService(names)).toBe(
    'Was darf es sein? Möglich sind unter anderem Dienst 0, Dienst 1, Dienst 2, Dienst 3, Dienst 4, Dienst 5, Dienst 6 und Dienst 7.',
  )
})

test('a limit promises no other time', () => {
  expect(phrasesIn('de').nothingFree({ reason: 'limit_reached' })).toBe(
    'Dafür sind leider keine weiteren Termine möglich. Kann ich sonst etwas für Sie tun?',
  )
})
