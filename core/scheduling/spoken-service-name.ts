import type { CatalogService } from './catalog-service.ts'
import { editDistance, nameWords } from './name-words.ts'

/** Never a default and never a guess between two: what is ambiguous is asked back. */
export type SpokenMatch =
  | { readonly is: 'one'; readonly service: CatalogService }
  | { readonly is: 'several'; readonly services: readonly CatalogService[] }
  | { readonly is: 'none' }

/** The services that somebody may mean by `text`, as it was heard on the phone. */
export function matchSpokenName(services: readonly CatalogService[], text: string): SpokenMatch {
  const heard = nameWords(text)
  if (heard.length === 0) return { is: 'none' }
  for (const fits of [sameWords, saidWithin, partOfName, misheard]) {
    const found = longestOf(services, heard, fits)
    const [only] = found
    if (only && found.length === 1) return { is: 'one', service: only }
    if (found.length > 1) return { is: 'several', services: found }
  }
  return { is: 'none' }
}

type Words = readonly string[]
type Fits = (name: Words, heard: Words) => boolean

const sameWords: Fits = (name, heard) => name.join('') === heard.join('')

/** "einen Damenhaarschnitt bitte": the whole name within what was said. */
const saidWithin: Fits = (name, heard) => name.every((word) => heard.includes(word))

/** "Haarschnitt" for a Damenhaarschnitt and a Herrenhaarschnitt; short words stand in too many names. */
const partOfName: Fits = (name, heard) =>
  heard.some((word) => word.length >= 4 && name.some((part) => part.includes(word)))

/** A letter or two wrong, as speech recognition has it. */
const misheard: Fits = (name, heard) =>
  name.every((part) =>
    heard.some((word) => part.length >= 5 && editDistance(part, word) <= (part.length >= 9 ? 2 : 1)),
  )

/** "Waschen, Schneiden, Föhnen" is meant rather than the "Schneiden" that stands in it. */
function longestOf(services: readonly CatalogService[], heard: Words, fits: Fits): CatalogService[] {
  const found = services.map((service) => ({ service, length: longestFit(service, heard, fits) }))
  const longest = Math.max(0, ...found.map(({ length }) => length))
  if (longest === 0) return []
  const wins = fits === partOfName ? () => true : ({ length }: { length: number }) => length === longest
  return found
    .filter(({ length }) => length > 0)
    .filter(wins)
    .map(({ service }) => service)
}

function longestFit(service: CatalogService, heard: Words, fits: Fits): number {
  const names = [service.name, ...service.spokenNames, ...Object.values(service.spoken).flat()].map(nameWords)
  return Math.max(
    0,
    ...names.filter((name) => name.length > 0 && fits(name, heard)).map((name) => name.length),
  )
}
