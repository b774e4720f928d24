import { spawnSync } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { anyCharacter } from '../../platform/testing/any-character.ts'
import { processorTime } from '../../platform/testing/processor-time.ts'
import { sayDateTime, sayDuration } from '../speech/index.ts'
import { resolveRelativeShift, resolveSpokenTime, type SpokenLanguage } from './index.ts'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const language = fc.constantFrom<SpokenLanguage>('de', 'en')
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'UTC',
)
const now = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) })
const ahead = fc.integer({ min: 1, max: (500 * DAY) / MINUTE })

const inFuture = (from: number, minutes: number) => Math.floor(from / MINUTE) * MINUTE + minutes * MINUTE

describe('What the hub says, the hub understands', () => {
  test('every instant read aloud resolves to itself, in either form', () => {
    fc.assert(
      fc.property(
        language,
        zone,
        now,
        ahead,
        fc.constantFrom('nominative' as const, 'dative' as const),
        (spoken, place, said, minutes, form) => {
          const at = inFuture(said, minutes)
          const text = sayDateTime({ at, zone: place, language: spoken, now: said, form })
          expect(resolveSpokenTime({ text, now: said, zone: place, language: spoken })).toMatchObject({
            kind: 'instant',
            start: at,
          })
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('each of the two equal clock times of an autumn night resolves to itself', () => {
    const said = Date.UTC(2025, 9, 1)
    const nightOfChange = fc.integer({ min: Date.UTC(2025, 9, 25, 22), max: Date.UTC(2025, 9, 26, 3) })
    fc.assert(
      fc.property(language, nightOfChange, (spoken, moment) => {
        const at = inFuture(moment, 0)
        const place = { zone: 'Europe/Berlin', language: spoken, now: said }
        const text = sayDateTime({ at, ...place })
        expect(resolveSpokenTime({ text, ...place })).toMatchObject({ kind: 'instant', start: at })
      }),
    )
  })

  test('a length read aloud and followed by "later" is the shift by that length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), (minutes) => {
        expect(resolveRelativeShift(`${sayDuration(minutes, 'de')} später`, 'de')).toBe(minutes)
        expect(resolveRelativeShift(`${sayDuration(minutes, 'en')} later`, 'en')).toBe(minutes)
      }),
    )
  })
})

/** Words of both languages' grammars, so that random sentences reach its depths. */
const vocabulary = [
  ...[
    'heute',
    'morgen',
    'früh',
    'Dienstag',
    'nächsten',
    'Woche',
    'am',
    'um',
    'halb',
    'drei',
    'viertel',
    'vor',
    'nach',
  ],
  ...[
    'bis',
    'zwischen',
    'und',
    'oder',
    'nicht',
    'Uhr',
    'zehnten',
    '24.',
    '11.',
    '14:30',
    '2026-11-24',
    'in',
    'zwei',
  ],
  ...[
    'tomorrow',
    'next',
    'week',
    'at',
    'half',
    'past',
    'to',
    'the',
    'fifteenth',
    'of',
    'may',
    'pm',
    'from',
    'Friday',
  ],
  ...[
    'between',
    'later',
    'ago',
    '-',
    '/',
    '8/10',
    'KW',
    '99',
    '9999',
    '+99:99',
    'Ostern',
    'letzter',
    'im',
    'Ende',
    'März',
  ],
]
const sentence = fc.array(fc.constantFrom(...vocabulary), { maxLength: 14 }).map((words) => words.join(' '))
const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  sentence,
)

describe('Any text gets an answer', () => {
  test('no text makes the resolver throw, and every instant it names agrees with its date and time', () => {
    fc.assert(
      fc.property(anyText, language, zone, now, (text, spoken, place, said) => {
        const answer = resolveSpokenTime({ text, now: said, zone: place, language: spoken })
        resolveRelativeShift(text, spoken)
        if (answer.kind !== 'instant') return
        const local = new Intl.DateTimeFormat('sv-SE', {
          timeZone: place,
          dateStyle: 'short',
          timeStyle: 'short',
        })
        expect(local.format(answer.start)).toBe(`${answer.date} ${answer.time}`)
        expect(answer.start).toBeGreaterThanOrEqual(Math.floor(said / MINUTE) * MINUTE)
      }),
      { numRuns: 1_500 },
    )
  })

  test('a window never ends before it begins and never begins in the past', () => {
    fc.assert(
      fc.property(sentence, language, zone, now, (text, spoken, place, said) => {
        const answer = resolveSpokenTime({ text, now: said, zone: place, language: spoken })
        if (answer.kind !== 'window') return
        expect(answer.from).toBeGreaterThanOrEqual(said)
        expect(answer.to ?? Number.POSITIVE_INFINITY).toBeGreaterThan(answer.from)
      }),
      { numRuns: 1_500 },
    )
  })

  test.each([
    ['a long cry', `a${'!'.repeat(100_000)}`],
    ['digits without end', '1'.repeat(100_000)],
    ['dots and digits', '1.'.repeat(50_000)],
    ['hyphens', '-'.repeat(100_000)],
    ['apostrophes', "o'".repeat(50_000)],
    ['articles', 'der '.repeat(25_000)],
    ['nested ranges', 'von 9 bis '.repeat(10_000)],
    ['a compound without end', 'montag'.repeat(20_000)],
    ['marks that pile up', `e${'\u0301'.repeat(100_000)}`],
    ['ligatures that unfold', '\uFDFA'.repeat(50_000)],
  ])('%s is answered at once', (_, text) => {
    const spent = processorTime(() => {
      resolveSpokenTime({ text, now: Date.UTC(2025, 10, 12), zone: 'Europe/Berlin', language: 'de' })
      resolveSpokenTime({ text, now: Date.UTC(2025, 10, 12), zone: 'Europe/Berlin', language: 'en' })
    })
    expect(spent).toBeLessThan(250)
  })
})

/** Resolves in a process of its own: the zone of a running one can't be changed reliably. */
function resolveInZone(processZone: string): { offset: number; answers: unknown[] } {
  const script = `
    import { resolveSpokenTime } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
    const texts = ['morgen um halb drei', 'nächste Woche Dienstag', 'am 24. um 10', 'in einer Stunde', 'heute Abend']
    const now = Date.UTC(2026, 2, 28, 23, 30)
    const answers = texts.map((text) => resolveSpokenTime({ text, now, zone: 'Europe/Berlin', language: 'de' }))
    process.stdout.write(JSON.stringify({ offset: new Date(now).getTimezoneOffset(), answers }))`
  const environment = { ...process.env, TZ: processZone, NODE_OPTIONS: '' }
  const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { env: environment })
  return JSON.parse(run.stdout.toString())
}

describe("The server's own time zone", () => {
  test('changes no answer', () => {
    const inUtc = resolveInZone('UTC')
    expect(inUtc).toMatchObject({ offset: 0, answers: [{ kind: 'instant' }, {}, {}, {}, {}] })
    for (const processZone of ['Pacific/Kiritimati', 'America/New_York']) {
      const elsewhere = resolveInZone(processZone)
      expect(elsewhere.offset).not.toBe(0)
      expect(elsewhere.answers).toEqual(inUtc.answers)
    }
  })
})
