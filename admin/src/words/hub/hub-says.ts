import i18next from 'i18next'
import type { SentenceBook, Sentences } from './sentence-book.ts'

/** Of the language that is spoken; none in English, which the hub speaks itself. */
let book: SentenceBook | undefined
let newBook: ((more: Sentences) => SentenceBook) | undefined
let ofPlugins: Sentences = {}

/** What the hub or a plugin says, in the reader's language; what somebody else has written is given back as it is. */
export const hubSays = (text: string): string => book?.(text) ?? text

/** Before a language is shown: the words of the hub in it. They come with their first use. */
export async function openHubWords(language: string): Promise<void> {
  newBook = language === 'de' ? await germanBook() : undefined
  book = newBook?.(ofPlugins)
}

/** What plugins say as well, in the language that is spoken. Whoever shows words looks again. */
export function addPluginSentences(sentences: Sentences): void {
  ofPlugins = sentences
  book = newBook?.(ofPlugins)
  i18next.emit('languageChanged', i18next.language)
}

async function germanBook(): Promise<(more: Sentences) => SentenceBook> {
  const [{ germanSentences, germanFragments }, { sentenceBook }] = await Promise.all([
    import('./german.ts'),
    import('./sentence-book.ts'),
  ])
  return (more) => sentenceBook({ ...germanSentences, ...more }, germanFragments)
}
