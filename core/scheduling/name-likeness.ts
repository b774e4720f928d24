import { editDistance, nameWords } from './name-words.ts'
import { EMPTY_WORDS, FORMS } from './service-synonyms.ts'

/** Below this a form counts only where it is the whole word: "men" stands in too many. */
const SHORTEST_PART = 4

/** How alike two names of a service are, whatever order, language or compound they are in: 0 to 1. */
export function nameLikeness(one: string, other: string): number {
  const [a, b] = [meaningsOf(one), meaningsOf(other)]
  if (a.length === 0 || b.length === 0) return 0
  return (found(a, b) + found(b, a)) / (a.length + b.length)
}

/** Whether somebody's name stands in a text, such as that of their calendar; the first name is enough. */
export function namesPerson(text: string, person: string): boolean {
  const [first] = nameWords(person)
  return first !== undefined && nameWords(text).includes(first)
}

/** The text without the words of somebody's name. */
export function withoutPerson(text: string, person: string): string {
  const name = new Set(nameWords(person))
  const words = text.split(/\s+/).filter((word) => !nameWords(word).some((part) => name.has(part)))
  return words.join(' ')
}

/** What the words of a name stand for: compounds taken apart, lengths and words without meaning left out. */
function meaningsOf(name: string): string[] {
  const words = nameWords(name).filter((word) => !/^\d+\p{Letter}*$/u.test(word))
  return [...new Set(words.flatMap(partsOf))]
}

function partsOf(word: string): string[] {
  if (word.length < 2 || EMPTY_WORDS.has(word)) return []
  const known = FORMS.find(([form]) => word === form || (form.length >= SHORTEST_PART && word.includes(form)))
  if (!known) return [word]
  const [form, meaning] = known
  const at = word.indexOf(form)
  return [meaning, ...partsOf(word.slice(0, at)), ...partsOf(word.slice(at + form.length))]
}

/** How much of the one is found in the other. */
const found = (these: readonly string[], those: readonly string[]): number =>
  these.reduce((all, word) => all + Math.max(...those.map((other) => wordLikeness(word, other))), 0)

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1
  const shorter = Math.min(a.length, b.length)
  if (shorter >= 5 && editDistance(a, b) <= (shorter >= 9 ? 2 : 1)) return 0.9
  return shorter >= SHORTEST_PART && (a.includes(b) || b.includes(a)) ? 0.6 : 0
}
