import type { Lexeme, Role, Senses } from '../words/lexeme.ts'

/** A reading of the words from some place on: what they mean and where the next words begin. */
export interface Match<T> {
  readonly value: T
  readonly next: number
}

/** Reads a phrase at a place, or answers null where there is none. Never loops: every rule has a fixed depth. */
export type Reader<T> = (words: readonly Lexeme[], at: number) => Match<T> | null

/** One word for which `pick` finds a meaning. */
export const word =
  <T>(pick: (lexeme: Lexeme) => T | null | undefined): Reader<T> =>
  (words, at) => {
    const lexeme = words[at]
    const value = lexeme === undefined ? null : pick(lexeme)
    return value === null || value === undefined ? null : { value, next: at + 1 }
  }

/** A word that has the given sense. */
export const sense = <K extends keyof Senses>(key: K): Reader<NonNullable<Senses[K]>> =>
  word<NonNullable<Senses[K]>>((lexeme) => lexeme.senses[key] ?? null)

/** A word that can play one of the roles. */
export const role = (...roles: readonly Role[]): Reader<Role> =>
  word((lexeme) => roles.find((each) => lexeme.senses.roles?.includes(each)))

/** One of the signs, written without a blank before it. */
export const sign = (...signs: readonly string[]): Reader<string> =>
  word((lexeme) => (lexeme.tight && signs.includes(lexeme.text) ? lexeme.text : null))

/** The same phrase, but only where no blank comes before it. */
export const tight =
  <T>(reader: Reader<T>): Reader<T> =>
  (words, at) =>
    words[at]?.tight ? reader(words, at) : null

/** One phrase after the other. */
export const sequence =
  <T extends readonly unknown[]>(...readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> =>
  (words, at) => {
    const values: unknown[] = []
    let next = at
    for (const reader of readers) {
      const match = reader(words, next)
      if (!match) return null
      values.push(match.value)
      next = match.next
    }
    return { value: values as unknown as T, next }
  }

/** The phrase, or nothing of no width. */
export const optional =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (words, at) =>
    reader(words, at) ?? { value: null, next: at }

/** The longest of the phrases; of equal ones the first. */
export const longest =
  <T>(...readers: readonly Reader<T>[]): Reader<T> =>
  (words, at) => {
    let best: Match<T> | null = null
    for (const reader of readers) {
      const match = reader(words, at)
      if (match && (best === null || match.next > best.next)) best = match
    }
    return best
  }

/** The phrase with another meaning; `null` rejects it. */
export const mapped =
  <T, U>(reader: Reader<T>, meaning: (value: T) => U | null): Reader<U> =>
  (words, at) => {
    const match = reader(words, at)
    const value = match ? meaning(match.value) : null
    return match === null || value === null ? null : { value, next: match.next }
  }

/** The phrase, unless the other one follows it. */
export const unless =
  <T>(reader: Reader<T>, follower: Reader<unknown>): Reader<T> =>
  (words, at) => {
    const match = reader(words, at)
    return match && follower(words, match.next) === null ? match : null
  }

/** Up to three words of no meaning of their own: "in der", "of the". */
export const fillers =
  (...roles: readonly Role[]): Reader<null> =>
  (words, at) => {
    let next = at
    while (next < at + 3 && role(...roles)(words, next)) next += 1
    return { value: null, next }
  }
