import { expect, test } from '@jest/globals'
import { resolveSpokenLength } from './index.ts'

test.each([
  ['die lange, 90 Minuten', 'de', 90],
  ['eine neunzig Minuten Massage', 'de', 90],
  ['neunzigminütige Massage', 'de', 90],
  ['90-minuetige Massage', 'de', 90],
  ['90-Minuten-Massage', 'de', 90],
  ['anderthalb Stunden', 'de', 90],
  ['1,5 Stunden', 'de', 90],
  ['eine Stunde und 30 Minuten', 'de', 90],
  ['zweistündig', 'de', 120],
  ['a ninety-minute massage', 'en', 90],
  ['an hour and a half', 'en', 90],
  ['1h 30min', 'en', 90],
] as const)('%s is a length', (text, language, minutes) => {
  expect(resolveSpokenLength(text, language)).toBe(minutes)
})

test.each([
  ['eine Massage', 'de'],
  ['die lange', 'de'],
  ['60-90 Minuten', 'de'],
  ['60 oder 90 Minuten', 'de'],
  ['60 Minuten oder 90 Minuten', 'de'],
  ['mindestens 60 Minuten', 'de'],
  ['in 90 Minuten', 'de'],
  ['eine Stunde später', 'de'],
  ['eine Stunde dreißig', 'de'],
  ['1:30 h', 'de'],
  ['-30 Minuten', 'de'],
  ['2 x 30 Minuten', 'de'],
  ['zwei Wochen', 'de'],
  ['30 seconds', 'en'],
  ['at least an hour', 'en'],
  ['', 'en'],
] as const)('%s is no certain length', (text, language) => {
  expect(resolveSpokenLength(text, language)).toBeNull()
})
