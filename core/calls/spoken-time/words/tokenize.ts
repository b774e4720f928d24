import { foldText } from './fold-text.ts'

/** The smallest unit of a sentence. `tight`: no blank, comma or bracket before it. */
export interface Token {
  readonly kind: 'word' | 'digits' | 'sign'
  readonly text: string
  readonly tight: boolean
}

/** Letters with apostrophes between them are one word; every other sign is its own token. */
const TOKEN = /(\p{L}+(?:'\p{L}+)*)|([0-9]+)|([:./+@&'-]|,(?=[0-9]))|[^\p{L}0-9]/gu

/** Splits a text into folded words, digit runs and the signs that dates and times are written with. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let tight = false
  for (const [, word, digits, sign] of foldText(text).matchAll(TOKEN)) {
    const token = toToken(word, digits, sign)
    if (token) tokens.push({ ...token, tight })
    tight = token !== null
  }
  return joinAbbreviations(tokens).filter((token, index, all) => !isWordMark(token, all[index - 1]))
}

function toToken(word?: string, digits?: string, sign?: string): Omit<Token, 'tight'> | null {
  if (word !== undefined) return { kind: 'word', text: word.replaceAll("'", '') }
  if (digits !== undefined) return { kind: 'digits', text: digits }
  return sign === undefined ? null : { kind: 'sign', text: sign }
}

/** "p.m." and "p. m." are one word; a dot after any other word says nothing about time. */
function joinAbbreviations(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (const token of tokens) {
    const dot = joined.at(-1)
    const letter = joined.at(-2)
    if (token.kind === 'word' && isLetterDot(letter, dot) && token.text.length === 1) {
      joined.splice(-2, 2, {
        kind: 'word',
        text: `${letter?.text}${token.text}`,
        tight: letter?.tight ?? false,
      })
      continue
    }
    joined.push(token)
  }
  return joined
}

const isLetterDot = (letter?: Token, dot?: Token): boolean =>
  dot?.text === '.' && dot.tight && letter?.kind === 'word' && letter.text.length === 1

/** Dots that end an abbreviation, and apostrophes that stand for no minutes. */
function isWordMark(token: Token, before?: Token): boolean {
  if (token.text === '.') return before?.kind !== 'digits'
  return token.text === "'" && (before?.kind !== 'digits' || !token.tight)
}
