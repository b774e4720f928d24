import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { FIRST_WORDS } from './define-words.ts'
import { openHubWords } from './hub/hub-says.ts'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

const KEPT = 'askpro.language'

const isLanguage = (text: string | null | undefined): text is Language =>
  LANGUAGES.some((language) => language === text)

/** What was last shown here, else what the browser asks for, else English. Who is signed in has a language of their own. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (isLanguage(kept)) return kept
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage)
  return asked ?? 'en'
}

export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: 'en',
    resources: FIRST_WORDS,
    initAsync: false,
    // React escapes; a second time would show the escapes.
    interpolation: { escapeValue: false },
  })
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  document.documentElement.lang = i18next.language
  void show(firstLanguage())
}

export function setLanguage(language: Language): void {
  localStorage.setItem(KEPT, language)
  if (language !== wanted) void show(language)
}

let wanted: Language | undefined

/** With what the hub says in that language, unless it cannot be loaded. The last wish counts. */
async function show(language: Language): Promise<void> {
  wanted = language
  await openHubWords(language).catch(() => {})
  if (wanted === language) await i18next.changeLanguage(language)
}

/** For Intl: German dates are those of Germany, English ones the international kind. */
export const localeOf = (language: string): string => (language === 'de' ? 'de-DE' : 'en-GB')
