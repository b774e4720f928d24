import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { anyCharacter } from '../platform/testing/any-character.ts'
import { storableJson, storableText } from './storable-text.ts'

test('what Postgres refuses is taken out, and nothing else', () => {
  expect(storableText('a\u0000b')).toBe('ab')
  expect(storableText('\ud83d!')).toBe('\ufffd!')
  expect(storableText('Grüße 👍')).toBe('Grüße 👍')
})

test('any JSON comes out as JSON without NUL and half characters, names of members included', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: anyCharacter }), (value, odd) => {
      const text = storableJson({ value, [`\u0000${odd}`]: [`${odd}\ud800`] })
      expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      expect(JSON.parse(text)).toMatchObject({ value: JSON.parse(storableJson(value)) })
    }),
  )
})
