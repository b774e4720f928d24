import { describe, expect, test } from '@jest/globals'
import { base32, codeAt, otpauthUrl, stepAt, stepOf } from './totp.ts'

const SECRET = Buffer.from('12345678901234567890')

test.each([
  '755224',
  '287082',
  '359152',
  '969429',
  '338314',
  '254676',
  '287922',
  '162583',
  '399871',
  '520489',
])('RFC 4226, appendix D: %s', (code) => {
  const step = [
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ].indexOf(code)
  expect(codeAt(SECRET, step)).toBe(code)
})

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238, appendix B: at %i s it is %s', (seconds, code) => {
  expect(codeAt(SECRET, stepAt(seconds * 1_000))).toBe(code)
})

describe('a code', () => {
  const now = 1_111_111_111_000
  test.each([
    [-2, undefined],
    [-1, stepAt(now) - 1],
    [0, stepAt(now)],
    [1, stepAt(now) + 1],
    [2, undefined],
  ])('of %i steps from now is of step %p', (off, step) => {
    expect(stepOf(codeAt(SECRET, stepAt(now) + off), SECRET, now)).toBe(step)
  })

  test.each(['', '05047', '0504711', 'abcdef'])('is not %j', (code) => {
    expect(stepOf(code, SECRET, now)).toBeUndefined()
  })
})

test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('RFC 4648, section 10: base32 of %j', (text, encoded) => {
  expect(base32(Buffer.from(text))).toBe(encoded)
})

test('what the app reads names the hub and the address', () => {
  expect(otpauthUrl({ secret: 'MZXW6', account: 'a+b@c.example', issuer: 'AskPro Hub' })).toBe(
    'otpauth://totp/AskPro%20Hub:a%2Bb%40c.example?secret=MZXW6&issuer=AskPro%20Hub',
  )
})
