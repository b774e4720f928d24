import { expect, test } from '@jest/globals'
import { cleanName } from './spoken-name.ts'

test.each([
  'Anna Schmidt',
  "Siobhán O'Brien",
  'Müller-Lüdenscheidt',
  'Dr. Kaya',
  'Nguyễn Thị Minh',
  'Morgenstern',
])('%s is a name', (name) => expect(cleanName(`  ${name} `)).toBe(name))

test.each([
  'Acht Uhr',
  'guten Tag',
  'morgen',
  'Unbekannt',
  'anonymous',
  'x',
  '12345',
  '',
  'hello there',
  'mein Termin',
])('%j is no name', (text) => expect(cleanName(text)).toBeUndefined())
