import { Decimal } from 'decimal.js'

/** An amount of money: `amount` in minor units (cents; a safe integer), `currency` an ISO 4217 code such as EUR. */
export interface Money {
  readonly amount: number
  readonly currency: string
}

/**
 * Decimals wide enough that every product in the hub is exact; only a quotient is ever cut, at 80 digits.
 * The library's default of 20 digits would round silently in the middle of a calculation.
 * Half-up is by magnitude, so that a credit note mirrors its invoice to the cent.
 */
export const ExactDecimal = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP, defaults: true })

/**
 * Where the runtime's locale data (CLDR) gives the digits people write today instead of ISO 4217's minor unit.
 * Stored amounts and payment providers count in the latter, and CLDR's figure changes between releases.
 */
const ISO_DIGITS_WHERE_CLDR_DIFFERS: Readonly<Record<string, number>> = {
  AFN: 2,
  ALL: 2,
  COP: 2,
  HUF: 2,
  IDR: 2,
  IQD: 3,
  IRR: 2,
  KPW: 2,
  LAK: 2,
  LBP: 2,
  MGA: 2,
  MMK: 2,
  PKR: 2,
  SLL: 2,
  SOS: 2,
  SYP: 2,
  YER: 2,
}

const exponents = new Map<string, number>()

const digitsOf = (currency: string): number => {
  const iso = ISO_DIGITS_WHERE_CLDR_DIFFERS[currency]
  if (iso !== undefined) return iso
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

const knownExponents = (): ReadonlyMap<string, number> => {
  if (exponents.size > 0) return exponents
  for (const currency of Intl.supportedValuesOf('currency')) exponents.set(currency, digitsOf(currency))
  return exponents
}

/** Whether `code` is a currency in use, in ISO 4217's own spelling (three capitals). */
export const isCurrency = (code: string): boolean => knownExponents().has(code)

/** ISO 4217's minor unit: 0 for JPY, 2 for EUR, 3 for KWD. Throws RangeError for an unknown currency. */
export const currencyExponent = (currency: string): number => {
  const exponent = knownExponents().get(currency)
  if (exponent === undefined) throw new RangeError(`Unknown currency: ${currency}`)
  return exponent
}

/** Checked construction: throws RangeError for an unknown currency, a fraction, or an amount that is not a safe integer. */
export const money = (amount: number, currency: string): Money => {
  currencyExponent(currency)
  if (!Number.isSafeInteger(amount))
    throw new RangeError(`Not a whole, safe number of minor units: ${amount}`)
  // Negating zero gives -0, which equals 0 but is another value to deep comparison.
  return { amount: amount === 0 ? 0 : amount, currency }
}

const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/

/** Reads a plain decimal such as '0.29' or '-3'. Throws RangeError for exponents, hex, signs of plus, blanks and words. */
export const parseDecimal = (text: string): Decimal => {
  if (!PLAIN_DECIMAL.test(text)) throw new RangeError(`Not a plain decimal: ${JSON.stringify(text)}`)
  return new ExactDecimal(text)
}

/** Rounds `value`, in major units, half-up (by magnitude) to whole minor units. */
export const roundToMoney = (value: Decimal, currency: string): Money => {
  const minor = new ExactDecimal(value).times(new ExactDecimal(10).pow(currencyExponent(currency)))
  return money(minor.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber(), currency)
}

/** Reads an amount in major units exactly: ('29.00', 'EUR') is 2900. Throws RangeError rather than round: 0.285 EUR is no amount. */
export const fromDecimalString = (text: string, currency: string): Money => {
  const value = parseDecimal(text)
  const exponent = currencyExponent(currency)
  if (value.decimalPlaces() > exponent) throw new RangeError(`${text} is finer than ${currency} allows`)
  return roundToMoney(value, currency)
}

/** Writes major units with exactly the currency's digits: 2900 EUR is '29.00', 500 JPY is '500'. */
export const toDecimalString = ({ amount, currency }: Money): string => {
  const exponent = currencyExponent(currency)
  return new ExactDecimal(amount).div(new ExactDecimal(10).pow(exponent)).toFixed(exponent)
}

const sameCurrency = (left: Money, right: Money): string => {
  if (left.currency === right.currency) return left.currency
  throw new RangeError(`Amounts in ${left.currency} and ${right.currency} do not mix`)
}

export const add = (left: Money, right: Money): Money =>
  money(left.amount + right.amount, sameCurrency(left, right))

export const subtract = (left: Money, right: Money): Money =>
  money(left.amount - right.amount, sameCurrency(left, right))

export const negate = ({ amount, currency }: Money): Money => money(-amount, currency)

/** Times a decimal given as text ('1.19'; a float would already be wrong), rounded half-up to whole minor units. */
export const multiply = ({ amount, currency }: Money, factor: string): Money => {
  const exact = new ExactDecimal(amount).times(parseDecimal(factor))
  return money(exact.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber(), currency)
}

/** Negative, zero or positive, as Array.prototype.sort wants it. Throws RangeError when the currencies differ. */
export const compare = (left: Money, right: Money): number => {
  sameCurrency(left, right)
  return Math.sign(left.amount - right.amount)
}
