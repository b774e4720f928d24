/** Longer texts are no answer to "when?"; the cap also bounds the work for hostile input. */
const LONGEST_TEXT = 1_000

const SPELLED_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/**
 * One spelling for all the ways a word arrives: lower case, umlauts written out, accents and curly signs gone.
 * "Nächsten", "naechsten" and "NÄCHSTEN" fold to the same text.
 */
export function foldText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => SPELLED_OUT[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/⁄/g, '/')
    .slice(0, 2 * LONGEST_TEXT)
}
