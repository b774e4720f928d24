import type { SpokenLanguage } from '../spoken-time/index.ts'

/** One text for each language. */
export type InLanguages<T> = Readonly<Record<SpokenLanguage, T>>
