import { describe, expect, test } from '@jest/globals'
import { TOTP, URI } from 'otpauth'
import { forApp, stepOf } from './totp.ts'

const SECRET = Buffer.from('12345678901234567890')
const STEP = 30_000

test.each([
  [0, '755224'],
  [1, '287082'],
  [2, '359152'],
  [3, '969429'],
  [4, '338314'],
  [5, '254676'],
  [6, '287922'],
  [7, '162583'],
  [8, '399871'],
  [9, '520489'],
])('RFC 4226, appendix D: the code of step %i is %s', (step, code) => {
  expect(stepOf(code, SECRET, step * STEP)).toBe(step)
})

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('RFC 6238, appendix B: at %i s it is %s', (seconds, code) => {
  expect(stepOf(code, SECRET, seconds * 1_000)).toBe(Math.floor(seconds / 30))
})

describe('a code', () => {
  const at = (step: number) => step * STEP + 11_000
  test.each([
    [-2, undefined],
    [-1, 37_037_037],
    [0, 37_037_037],
    [1, 37_037_037],
    [2, undefined],
  ])('is good while the clock is %i steps off: of step %p', (off, step) => {
    expect(stepOf('050471', SECRET, at(37_037_037 + off))).toBe(step)
  })

  test.each(['', '05047', '0504711', 'abcdef'])('is not %j', (code) => {
    expect(stepOf(code, SECRET, at(37_037_037))).toBeUndefined()
  })
})

test.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('RFC 4648, section 10: %j is typed as %s', (text, encoded) => {
  expect(forApp(Buffer.from(text), 'a@b.example').secret).toBe(encoded)
})

test('what the app reads names the hub, the address and the secret, and nothing an app does not know', () => {
  const { url, secret } = forApp(SECRET, 'a+b@c.example')
  const read = URI.parse(url)
  expect(read).toBeInstanceOf(TOTP)
  expect(read).toMatchObject({ issuer: 'AskPro Hub', label: 'a+b@c.example' })
  expect(read).toMatchObject({ algorithm: 'SHA1', digits: 6, period: 30 })
  expect(read.secret.base32).toBe(secret)
})
