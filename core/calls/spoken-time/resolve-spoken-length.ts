import type { Span } from './grammar/span.ts'
import { span } from './grammar/span-reader.ts'
import type { SpokenLanguage } from './spoken-time.ts'
import type { Lexeme } from './words/lexeme.ts'
import { readLexemes } from './words/read-lexemes.ts'

/** "90-minütig", "zweistündige": said as an adjective. */
const ADJECTIVES: ReadonlyArray<readonly [RegExp, string]> = [
  [/min(?:ü|ue)tige?[rsnm]?(?!\p{L})/giu, ' Minuten '],
  [/st(?:ü|ue)ndige?[rsnm]?(?!\p{L})/giu, ' Stunden '],
]
/** Beside one of these it is one of several lengths, a bound, or no length at all ("in 90 Minuten"). */
const UNSURE_BEFORE =
  /^(oder|or|bis|to|until|in|nach|after|vor|before|x|mal|times|minus|plus|least|most|mindestens|hoechstens|ueber|over|unter|under)$/
const UNSURE_AFTER = /^(oder|or|bis|to|until|spaeter|later|frueher|earlier|vorher|before|mehr|more|less)$/

/**
 * How long somebody wants something to last: "die lange, 90 Minuten" and "a ninety-minute massage" are 90. Null where no
 * length was said, or not a single certain one. Whole minutes.
 */
export function resolveSpokenLength(text: string, language: SpokenLanguage): number | null {
  const found = lengthsIn(readLexemes(plain(text), language))
  const [only, ...others] = new Set(found)
  return others.length === 0 ? (only ?? null) : null
}

/** Null for each that is not certain. */
function lengthsIn(words: readonly Lexeme[]): Array<number | null> {
  const found: Array<number | null> = []
  for (let at = 0; at < words.length; ) {
    const match = span(words, at)
    if (match) found.push(isSure(words[at - 1], words[match.next]) ? minutesOf(match.value) : null)
    at = match ? match.next : at + 1
  }
  return found
}

const plain = (text: string): string =>
  ADJECTIVES.reduce(
    (rest, [adjective, noun]) => rest.replaceAll(adjective, noun),
    text.replaceAll(/(?<=\p{L})-|-(?=\p{L})/gu, ' '),
  )

const isSure = (before: Lexeme | undefined, after: Lexeme | undefined): boolean =>
  !(before && (isNumeric(before) || UNSURE_BEFORE.test(before.text) || /^[-:/.–]$/.test(before.text))) &&
  !(after && (isNumeric(after) || UNSURE_AFTER.test(after.text)))

/** "eine", "a" are articles here. */
const isNumeric = ({ digits, senses, text }: Lexeme): boolean =>
  digits !== undefined || (senses.number !== undefined && !/^(ein\w*|an?|one)$/.test(text))

function minutesOf({ months, days, workdays, seconds }: Span): number | null {
  const minutes = seconds / 60
  return months + days + workdays === 0 && Number.isInteger(minutes) && minutes > 0 ? minutes : null
}
