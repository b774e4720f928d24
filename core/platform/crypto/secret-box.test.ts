import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { anyCharacter } from '../testing/any-character.ts'
import { SecretBox } from './secret-box.ts'

const place = { tenantId: 't1', table: 'connections', column: 'secrets', rowId: 'r1' }
const box = new SecretBox(randomBytes(32).toString('hex'))

test('what is sealed in a place opens there', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => box.open(place, box.seal(place, text)) === text),
  )
})

test.each(['tenantId', 'table', 'column', 'rowId'] as const)(
  'a value moved to another %s does not open',
  (part) => {
    const sealed = box.seal(place, 'sk_live')
    expect(() => box.open({ ...place, [part]: 'other' }, sealed)).toThrow()
  },
)

test('a changed byte does not open', () => {
  const sealed = box.seal(place, 'sk_live')
  const last = sealed.at(-3) === 'A' ? 'B' : 'A'
  expect(() => box.open(place, `${sealed.slice(0, -3)}${last}${sealed.slice(-2)}`)).toThrow()
})

test('the same text is sealed differently each time and never readable', () => {
  const [one, two] = [box.seal(place, 'sk_live_abc'), box.seal(place, 'sk_live_abc')]
  expect(one).not.toBe(two)
  expect(one).not.toContain('sk_live_abc')
})

test('another master key is told by its id', () => {
  const other = new SecretBox(randomBytes(32).toString('base64'))
  expect(() => other.open(place, box.seal(place, 'x'))).toThrow(`master key ${box.keyId}, not ${other.keyId}`)
})

test('a master key of the wrong length says how to make one', () => {
  expect(() => new SecretBox('short')).toThrow('openssl rand -hex 32')
})
