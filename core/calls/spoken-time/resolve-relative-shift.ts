import { longest, mapped, type Reader, role, sequence } from './grammar/reader.ts'
import { negateSpan, type Span } from './grammar/span.ts'
import { span } from './grammar/span-reader.ts'
import type { SpokenLanguage } from './spoken-time.ts'
import { readLexemes } from './words/read-lexemes.ts'

const later: Reader<Span> = mapped(sequence(span, role('hence')), ([length]) => length)
const earlier: Reader<Span> = mapped(sequence(span, role('earlier')), ([length]) => negateSpan(length))
const shift = longest(later, earlier)

/**
 * How far to move an appointment: "eine halbe Stunde später" is 30, "an hour earlier" -60; null where no shift was
 * said. Minutes; a whole number of 1440 is that many calendar days, to be added to the date and not to the clock.
 * Months have no fixed length and are no shift.
 */
export function resolveRelativeShift(text: string, language: SpokenLanguage): number | null {
  const words = readLexemes(text, language)
  for (let at = 0; at < words.length; at += 1) {
    const found = shift(words, at)
    if (found) return minutesOf(found.value)
  }
  return null
}

const minutesOf = ({ months, days, seconds }: Span): number | null =>
  months === 0 ? days * 1_440 + Math.round(seconds / 60) : null
