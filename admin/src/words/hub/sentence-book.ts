/** English sentences and what they are in another language; `{name}` stands for what is filled in. */
export type Sentences = Readonly<Record<string, string>>

interface Pattern {
  matches: RegExp
  names: readonly string[]
  said: string
  /** Letters that have to be just so: the more, the surer the match. */
  weight: number
}

export type SentenceBook = (sentence: string) => string | undefined

const HOLE = /\{(\w+)\}/g
/** What is filled in may be a sentence with something filled in. */
const DEEPEST = 3
/** A pattern with fewer fixed letters may be of any sentence: something that it is filled with has to be the hub's. */
const SURE = 7

/**
 * Says sentences of the hub in another language. What is filled into one is looked up as well, also among the
 * `fragments`, which by themselves are too short to be taken for the hub's. Undefined for what somebody else has written.
 */
export function sentenceBook(sentences: Sentences, fragments: Sentences = {}): SentenceBook {
  const whole = chapterOf([sentences])
  const inner = chapterOf([fragments, sentences])
  const find = (chapter: Chapter, text: string, depth: number): string | undefined => {
    const exact = chapter.exact.get(text)
    if (exact !== undefined || depth > DEEPEST) return exact
    const lookUp = (value: string) => find(inner, value, depth + 1)
    for (const pattern of chapter.patterns) {
      const filled = fill(pattern, text, { lookUp, unsure: depth === 0 && pattern.weight < SURE })
      if (filled !== undefined) return filled
    }
    return undefined
  }
  return (sentence) => find(whole, sentence, 0)
}

/** Undefined where the text is not of that pattern; an unsure one is, if any of what it is filled with is known. */
function fill(
  { matches, names, said }: Pattern,
  text: string,
  { lookUp, unsure }: { lookUp: SentenceBook; unsure: boolean },
): string | undefined {
  const found = matches.exec(text)
  if (!found) return undefined
  const values = names.map((_, at) => found[at + 1] ?? '')
  const known = values.map(lookUp)
  if (unsure && known.every((value) => value === undefined)) return undefined
  return said.replaceAll(HOLE, (_, name) => {
    const at = names.indexOf(name)
    return known[at] ?? values[at] ?? ''
  })
}

interface Chapter {
  exact: ReadonlyMap<string, string>
  patterns: readonly Pattern[]
}

function chapterOf(all: readonly Sentences[]): Chapter {
  const rows = all.flatMap((sentences) => Object.entries(sentences))
  const isPattern = ([english]: [string, string]) => english.search(HOLE) >= 0
  return {
    exact: new Map(rows.filter((row) => !isPattern(row))),
    patterns: rows
      .filter(isPattern)
      .map(patternOf)
      .sort((a, b) => b.weight - a.weight),
  }
}

function patternOf([english, said]: [string, string]): Pattern {
  const parts = english.split(/\{\w+\}/)
  const names = [...english.matchAll(HOLE)].map(([, name = '']) => name)
  const matches = new RegExp(`^${parts.map(escaped).join('(.+?)')}$`, 's')
  return { matches, names, said, weight: parts.join('').length }
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
