import i18next, { type Resource } from 'i18next'
import { useTranslation } from 'react-i18next'

interface Words {
  [key: string]: string | Words
}

/** The same keys, other words: what English has and German lacks does not compile. */
type SameShape<W> = { [K in keyof W]: W[K] extends string ? string : SameShape<W[K]> }

/** `a.b.c`; of plurals (`count_one`, `count_other`) what stands before the underscore. */
type Key<W> = {
  [K in keyof W & string]: W[K] extends string ? Bare<K> : `${K}.${Key<W[K]>}`
}[keyof W & string]
type Bare<K extends string> = K extends `${infer B}_one` | `${infer B}_other` ? B : K

export type Values = Record<string, string | number>
/** Words by their key; `{{name}}` in them is replaced, and `count` chooses the plural. */
export type Say<W> = (key: Key<W>, values?: Values) => string

/** Of areas that came before the start: i18next takes them with its own. */
export const FIRST_WORDS: Resource = {}

/**
 * Words of one area of the admin, in all its languages: `const useWords = defineWords('calls', {en, de})`, then
 * `const say = useWords()` in a component and `say('list.title')`. They come with the page that uses them.
 */
export function defineWords<const W extends Words>(
  area: string,
  words: { en: W; de: SameShape<W> },
): () => Say<W> {
  for (const [language, resources] of Object.entries(words)) {
    if (i18next.isInitialized) i18next.addResourceBundle(language, area, resources, true, true)
    else FIRST_WORDS[language] = { ...FIRST_WORDS[language], [area]: resources }
  }
  return () => {
    const { t } = useTranslation(area)
    return t as unknown as Say<W>
  }
}
