import { describe, expect, test } from '@jest/globals'
import { sayDuration, sayList, sayPrice } from './index.ts'

describe('A price read aloud', () => {
  test.each([
    [4_950, 'EUR', '49 Euro 50', '49 euros and 50 cents'],
    [4_900, 'EUR', '49 Euro', '49 euros'],
    [100, 'EUR', '1 Euro', '1 euro'],
    [99, 'EUR', '99 Cent', '99 cents'],
    [0, 'EUR', '0 Euro', '0 euros'],
    [-2_050, 'EUR', 'minus 20 Euro 50', 'minus 20 euros and 50 cents'],
    [6_505, 'CHF', '65 Franken 5', '65 francs and 5 centimes'],
    [1_201, 'GBP', '12 Pfund 1', '12 pounds and 1 penny'],
    [2_000, 'USD', '20 Dollar', '20 dollars'],
  ])('%d minor units of %s are "%s" and "%s"', (minor, currency, german, english) => {
    expect(sayPrice(minor, currency, 'de')).toBe(german)
    expect(sayPrice(minor, currency, 'en')).toBe(english)
  })

  test('a currency without minor units is not divided', () => {
    expect(sayPrice(5_000, 'JPY', 'en')).toBe('5,000 Japanese yen')
  })

  test('an unknown currency is refused', () => {
    expect(() => sayPrice(100, 'XQX', 'de')).toThrow(RangeError)
  })
})

describe('A length read aloud', () => {
  test.each([
    [1, 'eine Minute', 'one minute'],
    [45, '45 Minuten', '45 minutes'],
    [60, 'eine Stunde', 'one hour'],
    [90, 'eine Stunde und 30 Minuten', 'one hour and 30 minutes'],
    [121, '2 Stunden und eine Minute', '2 hours and one minute'],
  ])('%d minutes are "%s" and "%s"', (minutes, german, english) => {
    expect(sayDuration(minutes, 'de')).toBe(german)
    expect(sayDuration(minutes, 'en')).toBe(english)
  })
})

describe('A list read aloud', () => {
  test('is joined by "und" or "oder", in English with the comma before the last', () => {
    expect(sayList(['Montag', 'Dienstag', 'Mittwoch'], 'de', 'or')).toBe('Montag, Dienstag oder Mittwoch')
    expect(sayList(['Monday', 'Tuesday', 'Friday'], 'en')).toBe('Monday, Tuesday, and Friday')
    expect(sayList(['Monday', 'Tuesday'], 'en', 'or')).toBe('Monday or Tuesday')
    expect(sayList(['Montag'], 'de')).toBe('Montag')
    expect(sayList([], 'de')).toBe('')
  })
})
