import { currencyExponent } from '../../platform/money.ts'
import type { SpokenLanguage } from '../spoken-time/index.ts'
import type { InLanguages } from './language.ts'

interface CurrencyWords {
  readonly one: string
  readonly many: string
  readonly minorOne: string
  readonly minorMany: string
}

const same = (major: string, minor: string): CurrencyWords => ({
  one: major,
  many: major,
  minorOne: minor,
  minorMany: minor,
})

/** The currencies whose minor unit has a name that people say. */
const WORDS: Readonly<Record<string, InLanguages<CurrencyWords>>> = {
  EUR: {
    de: same('Euro', 'Cent'),
    en: { one: 'euro', many: 'euros', minorOne: 'cent', minorMany: 'cents' },
  },
  CHF: {
    de: same('Franken', 'Rappen'),
    en: { one: 'franc', many: 'francs', minorOne: 'centime', minorMany: 'centimes' },
  },
  GBP: {
    de: same('Pfund', 'Pence'),
    en: { one: 'pound', many: 'pounds', minorOne: 'penny', minorMany: 'pence' },
  },
  USD: {
    de: same('Dollar', 'Cent'),
    en: { one: 'dollar', many: 'dollars', minorOne: 'cent', minorMany: 'cents' },
  },
}

/**
 * A price read aloud: 4950 EUR is "49 Euro 50" or "49 euros and 50 cents".
 *
 * @param minor integer minor units of the currency
 * @throws {RangeError} for an unknown currency
 */
export function sayPrice(minor: number, currency: string, language: SpokenLanguage): string {
  const scale = 10 ** currencyExponent(currency)
  const amount = Math.abs(minor)
  const [major, rest] = [Math.floor(amount / scale), amount % scale]
  const words = WORDS[currency]?.[language]
  const said = words ? inWords(major, rest, words, language) : byName(amount / scale, currency, language)
  return minor < 0 ? `minus ${said}` : said
}

function inWords(major: number, rest: number, words: CurrencyWords, language: SpokenLanguage): string {
  const cents = `${rest} ${rest === 1 ? words.minorOne : words.minorMany}`
  if (major === 0 && rest > 0) return cents
  const whole = `${major} ${major === 1 ? words.one : words.many}`
  if (rest === 0) return whole
  return language === 'de' ? `${whole} ${rest}` : `${whole} and ${cents}`
}

const byName = (amount: number, currency: string, language: SpokenLanguage): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'name' }).format(amount)
