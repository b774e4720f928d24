import type { PluginLocale } from '../locale.ts'
import type { PluginFolder } from './plugin-folder.ts'

/**
 * What a plugin's words in another language lack, and what they say of nothing; empty where all is well, and for a
 * language that the plugin has no words in.
 *
 * @example
 * const lacks = localeProblems(readPluginFolder('plugins/acme'), 'de')
 */
export function localeProblems(folder: PluginFolder, language: string): string[] {
  const found = folder.locales?.get(language)
  if (found === undefined) return []
  const { words, guide } = found
  const lacks = [
    ...lackOf('description', folder.manifest.description, words.description),
    ...settingLacks(folder, words),
    ...(guide.includes('\n## ') ? [] : [`locales/${language}.md has no sections`]),
  ]
  return [...lacks, ...strangers(folder, words), ...holes(words)]
}

const lackOf = (place: string, english: unknown, said: string | undefined): string[] =>
  english && !said ? [`${place} is missing`] : []

const settingLacks = ({ settings }: PluginFolder, words: PluginLocale): string[] =>
  Object.entries(settings).flatMap(([name, property]) => {
    const said = words.settings?.[name]
    return [
      ...lackOf(`settings.${name}.title`, property.title, said?.title),
      ...lackOf(`settings.${name}.help`, property['x-help'], said?.help),
    ]
  })

const strangers = ({ settings }: PluginFolder, words: PluginLocale): string[] =>
  Object.keys(words.settings ?? {})
    .filter((name) => !(name in settings))
    .map((name) => `settings.${name}: there is no such setting`)

/** What is filled in has to be known by the English sentence. */
const holes = ({ sentences = {} }: PluginLocale): string[] =>
  Object.entries(sentences).flatMap(([english, said]) => {
    const unknown = namesIn(said).filter((name) => !namesIn(english).includes(name))
    return unknown.map((name) => `sentences: {${name}} is not filled in: ${english}`)
  })

const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
