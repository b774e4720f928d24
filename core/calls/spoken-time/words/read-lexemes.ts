import type { SpokenLanguage } from '../spoken-time.ts'
import { ENGLISH } from './english-words.ts'
import { GERMAN } from './german-words.ts'
import type { Lexeme, Senses } from './lexeme.ts'
import { type Token, tokenize } from './tokenize.ts'
import type { Vocabulary } from './vocabulary.ts'

const VOCABULARIES: Readonly<Record<SpokenLanguage, Vocabulary>> = { de: GERMAN, en: ENGLISH }

/** What comes after this many words belongs to another sentence; it keeps the work bounded. */
const MOST_LEXEMES = 160
const LONGEST_COMPOUND = 40
const NO_SENSES: Senses = {}

/** Cuts a text into known words and phrases, the longest phrase first; words that only soften are left out. */
export function readLexemes(text: string, language: SpokenLanguage): Lexeme[] {
  const vocabulary = VOCABULARIES[language]
  const tokens = tokenize(text)
  const lexemes: Lexeme[] = []
  let at = 0
  while (at < tokens.length && lexemes.length < MOST_LEXEMES) {
    const { read, next } = readPhrase(tokens, at, vocabulary)
    lexemes.push(...read)
    at = next
  }
  return lexemes.filter((lexeme, index) => !isSoftener(lexeme, lexemes[index - 1], lexemes[index + 1]))
}

function readPhrase(tokens: readonly Token[], at: number, vocabulary: Vocabulary) {
  const first = tokens[at]
  if (first === undefined) return { read: [], next: at + 1 }
  if (first.kind === 'digits') return { read: [digitsLexeme(first)], next: at + 1 }
  for (const { text, next } of phrasesFrom(tokens, at, vocabulary.longestPhrase)) {
    const senses = vocabulary.entries.get(text)
    if (senses) return { read: [{ text, tight: first.tight, senses }], next }
  }
  return { read: splitCompound(first, vocabulary), next: at + 1 }
}

/** Every phrase that could begin here, the longest first; "week-end" is two words. */
function phrasesFrom(
  tokens: readonly Token[],
  at: number,
  longest: number,
): { text: string; next: number }[] {
  const phrases: { text: string; next: number }[] = []
  let text = ''
  for (let next = at; next < tokens.length && phrases.length < longest; next += 1) {
    const token = tokens[next]
    if (token === undefined || (next > at && isHyphen(token, tokens[next + 1]))) continue
    text = text === '' ? token.text : `${text} ${token.text}`
    phrases.push({ text, next: next + 1 })
  }
  return phrases.reverse()
}

const isHyphen = (token: Token, after?: Token): boolean =>
  token.text === '-' && token.tight && after?.kind === 'word' && after.tight

/** Past four digits it is a phone number, not a time. */
function digitsLexeme({ text, tight }: Token): Lexeme {
  const senses = text.length <= 4 ? { number: Number(text) } : NO_SENSES
  return { text, tight, digits: text, senses }
}

/** "Montagnachmittag" is a weekday and a part of the day. */
function splitCompound({ text, tight }: Token, { entries }: Vocabulary): Lexeme[] {
  for (let cut = 5; cut < Math.min(text.length - 2, LONGEST_COMPOUND); cut += 1) {
    const [head, tail] = [entries.get(text.slice(0, cut)), entries.get(text.slice(cut))]
    if (isDayName(head) && tail?.part !== undefined) {
      return [
        { text: text.slice(0, cut), tight, senses: head },
        { text: text.slice(cut), tight: false, senses: { part: tail.part } },
      ]
    }
  }
  return [{ text, tight, senses: NO_SENSES }]
}

const isDayName = (senses: Senses | undefined): senses is Senses =>
  senses?.weekday !== undefined || senses?.frame?.offset !== undefined

/** "so" is a filler unless a date follows ("So 15.9."); the T of an ISO date joins digits to digits. */
function isSoftener(lexeme: Lexeme, before?: Lexeme, after?: Lexeme): boolean {
  if (lexeme.text === 't') return isIsoJoint(lexeme, before, after)
  if (lexeme.text === '-') return isInWord(lexeme, before, after)
  if (!lexeme.senses.roles?.includes('skip')) return false
  return lexeme.senses.weekday === undefined || after?.digits === undefined
}

/** "mid-December" is one thing, "Mo-Fr" two. */
function isInWord(hyphen: Lexeme, before?: Lexeme, after?: Lexeme): boolean {
  if (!hyphen.tight || !after?.tight || before?.digits !== undefined || after.digits !== undefined)
    return false
  return !(isCalendarName(before) && isCalendarName(after))
}

const isCalendarName = (lexeme: Lexeme | undefined): boolean =>
  lexeme?.senses.weekday !== undefined || lexeme?.senses.month !== undefined

const isIsoJoint = (lexeme: Lexeme, before?: Lexeme, after?: Lexeme): boolean =>
  lexeme.tight && before?.digits !== undefined && after?.tight === true && after.digits !== undefined
