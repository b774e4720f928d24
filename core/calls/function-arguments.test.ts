import { expect, test } from '@jest/globals'
import { readArguments, spokenWhen, spokenWhich } from './function-arguments.ts'

test.each([
  [{ service: 'Färben' }],
  [{ service_name: 'Färben' }],
  [{ dienstleistung: ' Färben ' }],
  [{ service: '{{service}}', dienstleistung: 'Färben' }],
])('%j means the service Färben', (args) => {
  expect(readArguments(args)).toEqual({ service: 'Färben' })
})

test.each([
  '{{name}}',
  'am {{date}}',
  '<name>',
  '[name]',
  'null',
  'None',
  '',
  '  ',
  'Unknown',
  'not provided',
  '-',
  '...',
  '\u0000',
  null,
  undefined,
  true,
  {},
  [],
])('%j is nothing', (value) => {
  expect(readArguments({ name: value })).toEqual({})
})

test('date and time are joined into what the caller said', () => {
  expect(spokenWhen(readArguments({ datum: 'morgen', uhrzeit: 'halb drei' }))).toBe('morgen halb drei')
  expect(spokenWhen(readArguments({ time: 15 }))).toBe('15:00')
  expect(spokenWhen(readArguments({ new_datum: '2. Dezember', neue_uhrzeit: '9' }))).toBe('2. Dezember 9:00')
  expect(spokenWhich(readArguments({ old_date: 'Freitag', old_uhrzeit: '15 Uhr' }))).toBe('Freitag 15 Uhr')
  expect(spokenWhen({})).toBeUndefined()
})

test('arguments of no known meaning are ignored', () => {
  expect(
    readArguments({ call_id: 'call_001', tenant_id: 'x', from_number: '+491', bestaetigung: 'false' }),
  ).toEqual({})
})
