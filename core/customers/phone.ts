import type { CountryCode } from 'libphonenumber-js/max'
import { phoneLibrary } from '../platform/phone-library.ts'

/**
 * E.164 of what was said, typed or dialled; null when it is no possible number (placeholders such as `anonymous`
 * included). `defaultCountry` is ISO 3166-1 and reads national numbers.
 */
export function parsePhone(text: string, defaultCountry?: string): string | null {
  const country = asCountry(defaultCountry)
  const number = phoneLibrary().parsePhoneNumberFromString(text, {
    ...(country ? { defaultCountry: country } : {}),
    extract: false,
  })
  return number?.isPossible() ? number.number : null
}

function asCountry(code: string | undefined): CountryCode | undefined {
  return code !== undefined && phoneLibrary().isSupportedCountry(code) ? code : undefined
}
