const folded = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length > 2)

/** The service that is named in what was said: the one most of whose words are in it. */
export function serviceIn(line: string, names: readonly string[]): string | undefined {
  const said = folded(line)
  const within = (word: string) => said.some((other) => other.includes(word) || isPartOf(other, word))
  const scored = names.map((name) => {
    const words = folded(name)
    const hits = words.filter(within).length
    return { name, hits, share: words.length === 0 ? 0 : hits / words.length }
  })
  const [best] = scored
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits || b.share - a.share)
  return best?.name
}

/** `Haarschnitt` is part of `Herrenhaarschnitt`, `der` of nothing. */
const isPartOf = (said: string, word: string): boolean => said.length > 4 && word.includes(said)
