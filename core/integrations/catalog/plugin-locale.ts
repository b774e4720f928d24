import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PluginLocale } from '@askpro/plugin-sdk'
import type { LoadedPlugin } from './catalog-entry.ts'

export type PluginLanguage = 'de' | 'en'

const known = new WeakMap<LoadedPlugin, PluginLocale>()

/** The plugin's words in a language; English is in the plugin itself. What cannot be read is as if it were not there. */
export function localeOf(plugin: LoadedPlugin, language: PluginLanguage): PluginLocale {
  if (language === 'en') return {}
  const before = known.get(plugin)
  if (before !== undefined) return before
  const locale = localeIn(readJson(join(plugin.dir, 'locales', `${language}.json`)))
  known.set(plugin, locale)
  return locale
}

/** Only text, whatever stands in the file: `plugin:check` tells its author what is wrong. */
export function localeIn(found: unknown): PluginLocale {
  const { description, settings, sentences } = membersOf(found)
  return {
    ...(typeof description === 'string' ? { description } : {}),
    settings: Object.fromEntries(
      Object.entries(membersOf(settings)).map(([name, words]) => [name, textsOf(words)]),
    ),
    sentences: textsOf(sentences),
  }
}

/** The schema of the settings with titles and help in the words that there are. */
export function settingsIn(json: Record<string, unknown>, { settings = {} }: PluginLocale) {
  const properties = Object.entries(membersOf(json.properties)).map(([name, property]) => {
    const { title, help } = settings[name] ?? {}
    const said = { ...(title ? { title } : {}), ...(help ? { 'x-help': help } : {}) }
    return [name, { ...membersOf(property), ...said }]
  })
  return { ...json, properties: Object.fromEntries(properties) }
}

const membersOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(membersOf(value)).filter((row): row is [string, string] => typeof row[1] === 'string'),
  )

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
