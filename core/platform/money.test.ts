import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  add,
  compare,
  currencyExponent,
  fromDecimalString,
  isCurrency,
  money,
  multiply,
  negate,
  parseDecimal,
  subtract,
  toDecimalString,
} from './money.ts'

const amounts = fc.maxSafeInteger().map((n) => Math.trunc(n / 4))
const eur = (amount: number) => money(amount, 'EUR')

/** ISO 4217, list one: what is not named here has two digits. */
const ISO_4217_OTHER_THAN_TWO: Record<string, number> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((c) => [c, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((c) => [c, 3]),
])

describe('currencies', () => {
  test('every currency the runtime knows has the minor unit of ISO 4217', () => {
    const differing = Intl.supportedValuesOf('currency').filter(
      (code) => currencyExponent(code) !== (ISO_4217_OTHER_THAN_TWO[code] ?? 2),
    )
    expect(differing).toEqual([])
  })

  test('a code that is unknown, withdrawn or in small letters is no currency', () => {
    expect(['ABC', 'DEM', 'eur', 'EU', '', 'toString'].filter(isCurrency)).toEqual([])
    expect(() => money(1, 'eur')).toThrow(RangeError)
  })
})

describe('amounts', () => {
  test.each([
    ['29.00', 'EUR', 2900],
    ['29', 'EUR', 2900],
    ['0.29', 'EUR', 29],
    ['-0.01', 'EUR', -1],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
    ['1000.00', 'HUF', 100_000],
    ['0.290', 'EUR', 29],
  ])('%s %s is %i minor units', (text, currency, amount) => {
    expect(fromDecimalString(text, currency)).toEqual({ amount, currency })
  })

  test.each([
    ['0.285', 'EUR'],
    ['0.5', 'JPY'],
    ['1e2', 'EUR'],
    ['+1', 'EUR'],
    [' 1', 'EUR'],
    ['1,5', 'EUR'],
    ['.5', 'EUR'],
    ['5.', 'EUR'],
    ['', 'EUR'],
    ['NaN', 'EUR'],
    ['0x10', 'EUR'],
    ['99999999999999999', 'EUR'],
  ])('%j in %s is refused, never rounded or guessed', (text, currency) => {
    expect(() => fromDecimalString(text, currency)).toThrow(RangeError)
  })

  test.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d minor units are refused', (amount) => {
    expect(() => eur(amount)).toThrow(RangeError)
  })

  test('a sum that leaves the safe integers is refused', () => {
    expect(() => add(eur(Number.MAX_SAFE_INTEGER), eur(1))).toThrow(RangeError)
  })

  test('currencies do not mix', () => {
    const yen = money(1, 'JPY')
    for (const mix of [add, subtract, compare]) expect(() => mix(eur(1), yen)).toThrow(/EUR and JPY/)
  })

  test.each([
    [100, '0.29', 29],
    [10, '0.25', 3],
    [-10, '0.25', -3],
    [10, '0.2499999999999999999999999999', 2],
    [1, '0.5', 1],
    [-1, '0.5', -1],
    [0, '-1', 0],
    [1005, '1.15', 1156],
  ])('%i cents times %s is %i', (amount, factor, product) => {
    expect(multiply(eur(amount), factor)).toEqual(eur(product))
  })
})

describe('laws', () => {
  test('writing and reading an amount gives it back, in any currency', () => {
    const currency = fc.constantFrom(...Intl.supportedValuesOf('currency'))
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (amount, code) => {
        const value = money(amount, code)
        expect(fromDecimalString(toDecimalString(value), code)).toEqual(value)
      }),
    )
  })

  test('adding the negation gives zero, and subtracting is adding the negation', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(add(eur(a), negate(eur(a)))).toEqual(eur(0))
        expect(subtract(eur(a), eur(b))).toEqual(add(eur(a), negate(eur(b))))
        expect(compare(eur(a), eur(b)) + compare(eur(b), eur(a))).toBe(0)
      }),
    )
  })

  test('multiplying agrees with integer arithmetic on BigInt, rounding half away from zero', () => {
    const factor = fc.tuple(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 0, max: 12 }))
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), factor, (amount, [digits, scale]) => {
        const text =
          scale === 0
            ? `${digits}`
            : `${digits}`.padStart(scale + 1, '0').replace(new RegExp(`(\\d{${scale}})$`), '.$1')
        const one = 10n ** BigInt(scale)
        const size = (BigInt(Math.abs(amount)) * digits * 2n + one) / (one * 2n)
        fc.pre(size <= BigInt(Number.MAX_SAFE_INTEGER))
        expect(BigInt(multiply(eur(amount), text).amount)).toBe(amount < 0 ? -size : size)
      }),
    )
  })

  test('a decimal of forty digits is read without loss', () => {
    const text = `0.${'1234567890'.repeat(4)}`
    expect(parseDecimal(text).toFixed()).toBe(text.replace(/0$/, ''))
  })
})
