import type { SpokenLanguage } from '../spoken-time/index.ts'
import type { InLanguages } from './language.ts'

const WORDS: InLanguages<{ readonly and: string; readonly or: string }> = {
  de: { and: 'und', or: 'oder' },
  en: { and: 'and', or: 'or' },
}

/** "A, B und C", "A, B, or C". */
export function sayList(
  items: readonly string[],
  language: SpokenLanguage,
  joint: 'and' | 'or' = 'and',
): string {
  const last = items.at(-1)
  if (last === undefined) return ''
  if (items.length === 1) return last
  const comma = language === 'en' && items.length > 2 ? ',' : ''
  return `${items.slice(0, -1).join(', ')}${comma} ${WORDS[language][joint]} ${last}`
}
