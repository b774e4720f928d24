import { localeOf } from './language.ts'

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/** Named by browsers as well, and no country of ISO 3166-1. */
const OTHERS = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ'.split(' '))

const namesIn = (language: string) =>
  new Intl.DisplayNames(localeOf(language), { type: 'region', fallback: 'none' })

/** DD is Germany to a browser: only codes that stand for themselves count. */
const isOwn = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code

/** Of ISO 3166-1, by their names. */
export function countriesIn(language: string): Array<{ code: string; name: string }> {
  const names = namesIn(language)
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !OTHERS.has(code) && isOwn(code))
    .flatMap((code) => {
      const name = names.of(code)
      return name ? [{ code, name }] : []
    })
    .sort((a, b) => a.name.localeCompare(b.name, localeOf(language)))
}

/** Its code, where nobody has a name for it. */
export const countryName = (code: string, language: string): string => namesIn(language).of(code) ?? code
