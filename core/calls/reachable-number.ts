import { phoneLibrary } from '../platform/phone-library.ts'

/**
 * E.164 of a number that somebody said, null where no such number is given out: a callback to it would reach nobody.
 * Said without a country it is one of the country that `ours` (E.164) belongs to.
 */
export function reachableNumber(said: string, ours: string): string | null {
  const { parsePhoneNumberFromString } = phoneLibrary()
  const country = parsePhoneNumberFromString(ours)?.country
  const number = parsePhoneNumberFromString(said, {
    ...(country ? { defaultCountry: country } : {}),
    extract: false,
  })
  return number?.isValid() ? number.number : null
}
