import { resolve } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { germanFragments, germanSentences } from '../../../admin/src/words/hub/german.ts'
import { sentenceBook } from '../../../admin/src/words/hub/sentence-book.ts'
import { errorCatalogue } from '../../platform/errors.ts'
import { saidIn, saidInSource } from './said-sentences.ts'

const root = resolve(import.meta.dirname, '../../..')
const said = saidIn(root, 'core')
const german = sentenceBook(germanSentences, germanFragments)

const bare = (text: string): string => text.replaceAll(/\{\w*\}/g, '{}')
const known = new Set([...Object.keys(germanSentences), ...Object.keys(germanFragments)].map(bare))

/** Sentences that are put together of parts, each with one as it is said. */
const COMPOSED: Readonly<Record<string, string>> = {
  'The {}{} {}.': 'The body field /name is missing: add it.',
  'A customer may {} {}{}.': 'A customer may cancel 2 times a month.',
  '{} jobs due{}, {} events without position{}': '3 jobs due, 0 events without position',
  '{} GB free at {}{}': '3.4 GB free at .data',
  'plugin.json: {} {}': 'plugin.json: /provides/0 must be one of calendar, telephony, payments',
  '{} "{}" {}: {}{}, breaker {}, {}':
    'acme "Acme" 1: ready, breaker closed, last sync never, last webhook never',
}

/** Parts of these, and what no admin reads: descriptions for programs, and words that are compared. */
const NOT_SAID = new Set([
  ' (the database is elsewhere)',
  ' field {}',
  ' in {}',
  '{}, last webhook {}',
  'What to do next.',
  'no code',
  'wrong time',
])

test('sentences are found in the source, with holes, constants, branches and what functions give back', () => {
  const source = `
    const OVER = 'It is over.'
    const why = { a: 'One way.', b: 'Another way.' }
    const lackOf = (role: string) => (role ? \`Your role lacks \${role}.\` : OVER)
    throw new HubError('conflict', { detail: OVER, extra: { errors: [{ path: '/a', message: lackOf(b) }] } })
    const found = [warn('disk is full', \`Make \${much} room.\`), { why: why[code] }, { detail: error.message }]
  `
  expect(saidInSource(source).sort()).toEqual([
    'Another way.',
    'It is over.',
    'Make {} room.',
    'One way.',
    'Your role lacks {}.',
    'disk is full',
  ])
  expect(said.length).toBeGreaterThan(300)
})

test('the titles of all problems are German', () => {
  const titles = Object.values(errorCatalogue).map(({ title }) => title)
  expect(titles.filter((title) => german(title) === undefined)).toEqual([])
})

test('every sentence that the hub says is German', () => {
  const missing = said.filter(({ text }) => !known.has(text) && !(text in COMPOSED) && !NOT_SAID.has(text))
  expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([])
})

test.each(Object.entries(COMPOSED))('%j is German as it is said', (_, sentence) => {
  expect(german(sentence)).not.toBe(undefined)
})

/** Said where the source does not show it: by a superclass, by a library, or put together in a loop. */
const SAID_ELSEWHERE =
  /^must |^the provider answered |^another reason$|^Redis (may|does) |^url: |^\{of\} is within /

test('nothing is kept that the hub says no more', () => {
  const titles: string[] = Object.values(errorCatalogue).map(({ title }) => title)
  const sources = new Set([...said.map(({ text }) => text), ...titles])
  const isPart = (key: string) =>
    Object.values(COMPOSED).some((sentence) => sentenceBook({ [key]: 'x' })(sentence) !== undefined) ||
    Object.keys(COMPOSED).some((pattern) => fills(key, pattern))
  const gone = Object.keys(germanSentences).filter(
    (key) => !sources.has(bare(key)) && !SAID_ELSEWHERE.test(key) && !isPart(key),
  )
  expect(gone).toEqual([])
})

/** Whether a key has filled the holes of a pattern in its own way. */
function fills(key: string, pattern: string): boolean {
  const parts = pattern.split('{}').map((part) => part.replaceAll(/[\\^$.*+?()[\]|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(key)
}

describe('each row', () => {
  const rows = Object.entries({ ...germanSentences, ...germanFragments })
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

  test('fills in only what was given', () => {
    const wrong = rows.filter(([english, text]) => holes(text).some((hole) => !holes(english).includes(hole)))
    expect(wrong).toEqual([])
  })

  test('says something', () => {
    expect(rows.filter(([, text]) => text.trim() === '')).toEqual([])
  })
})

describe('a book', () => {
  test('says what is wrong in a manifest, and leaves its path as it is', () => {
    expect(german('plugin.json: /provides/0 must be one of calendar, telephony')).toBe(
      'plugin.json: /provides/0 muss eines davon sein: calendar, telephony',
    )
    expect(german('plugin.json: /hosts is missing')).toBe('plugin.json: /hosts fehlt')
    expect(german('plugin.json: /id is a, the folder is b')).toBe(
      'plugin.json: /id ist a, der Ordner heißt b',
    )
  })

  test('looks up what is filled in, and takes the surest match', () => {
    expect(german('The body field /name is missing: add it.')).toBe('Die Angabe /name fehlt.')
    expect(german('The body field /start must be a date such as 2026-05-31.')).toBe(
      'Die Angabe /start muss ein Datum wie 2026-05-31 sein.',
    )
    expect(german('The appointment is cancelled.')).toBe('Der Termin ist abgesagt.')
    expect(german('The provider refused that: The user hit the rate limit')).toBe(
      'Der Anbieter hat abgelehnt: The user hit the rate limit',
    )
  })

  test('leaves alone what is not of the hub', () => {
    for (const foreign of [
      'No such customer: cus_1',
      'held',
      '<b>ready</b>',
      'Go left or right',
      'The provider refused it.',
    ])
      expect(german(foreign)).toBeUndefined()
  })
})
