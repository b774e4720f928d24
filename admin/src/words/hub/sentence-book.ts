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
    for (const { matches, names, said } of chapter.patterns) {
      const found = matches.exec(text)
      if (!found) continue
      const values = new Map(names.map((name, at) => [name, found[at + 1] ?? '']))
      return said.replaceAll(HOLE, (_, name) => {
        const value = values.get(name) ?? ''
        return find(inner, value, depth + 1) ?? value
      })
    }
    return undefined
  }
  return (sentence) => find(whole, sentence, 0)
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
