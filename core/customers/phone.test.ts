import { expect, test } from '@jest/globals'
import { parsePhone } from './phone.ts'

test.each([
  ['+49 30 901820', undefined, '+4930901820'],
  ['030 901820', 'DE', '+4930901820'],
  ['0049 30 901820', 'DE', '+4930901820'],
  ['(030) 90 18-20', 'DE', '+4930901820'],
  ['+1 213 777 1234', undefined, '+12137771234'],
])('%j in %s is %s', (text, country, expected) => {
  expect(parsePhone(text, country)).toBe(expected)
})

test.each([
  'anonymous',
  '',
  'unknown',
  '+',
  '12',
  'Restricted',
  '+49',
  '{{user_number}}',
  'anonymous_1699999999',
])('%j is no number', (text) => expect(parsePhone(text, 'DE')).toBeNull())

test('a national number without a country is not guessed', () => {
  expect(parsePhone('030 901820')).toBeNull()
})
