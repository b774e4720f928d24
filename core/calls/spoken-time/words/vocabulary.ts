import { foldText } from './fold-text.ts'
import type { Senses } from './lexeme.ts'

/** Folded word or phrase (words parted by one blank) -> what it can mean. */
export interface Vocabulary {
  readonly entries: ReadonlyMap<string, Senses>
  /** Most words that a phrase in it has. */
  readonly longestPhrase: number
}

/** `forms`: words or phrases parted by commas, in any spelling. */
export type Entry = readonly [forms: string, senses: Senses]

/** As the tokenizer does it: an apostrophe inside a word is dropped, one that stands alone is a minute. */
const foldForm = (form: string): string =>
  foldText(form)
    .trim()
    .replace(/(?<=\p{L})'/gu, '')

/** A word listed twice has the senses of both entries. */
export function buildVocabulary(entries: readonly Entry[]): Vocabulary {
  const senses = new Map<string, Senses>()
  let longestPhrase = 1
  for (const [forms, meaning] of entries) {
    for (const form of forms.split(',').map(foldForm)) {
      senses.set(form, mergeSenses(senses.get(form), meaning))
      longestPhrase = Math.max(longestPhrase, form.split(' ').length)
    }
  }
  return { entries: senses, longestPhrase }
}

function mergeSenses(known: Senses | undefined, added: Senses): Senses {
  if (!known) return added
  return { ...known, ...added, roles: [...(known.roles ?? []), ...(added.roles ?? [])] }
}

/** Entries for a fixed order: the first forms get `first`, the next one more. */
export const countedFrom = (
  first: number,
  forms: readonly string[],
  senses: (count: number) => Senses,
): Entry[] => forms.map((form, index) => [form, senses(first + index)])
