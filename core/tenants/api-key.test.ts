import { expect, test } from '@jest/globals'
import { makeApiKey, parseApiKey, secretMatches } from './api-key.ts'

test('a made key parses back to its id, and its secret matches the stored hash only', () => {
  const made = makeApiKey()
  const parsed = parseApiKey(made.key)
  expect(parsed?.id).toBe(made.id)
  expect(secretMatches(parsed?.secret ?? '', made.secretHash)).toBe(true)
  expect(secretMatches(parsed?.secret ?? '', makeApiKey().secretHash)).toBe(false)
})

test('any one mistyped character is noticed without a look-up', () => {
  const { key } = makeApiKey()
  for (let at = 0; at < key.length; at++) {
    const other = key[at] === 'a' ? 'b' : 'a'
    expect(parseApiKey(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined()
  }
})

test.each(['', 'ask_', 'Bearer x', 'ask_1_2_3'])('%j is no key', (text) => {
  expect(parseApiKey(text)).toBeUndefined()
})
