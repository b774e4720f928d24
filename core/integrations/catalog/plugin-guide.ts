import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoadedPlugin } from './catalog-entry.ts'
import type { PluginLanguage } from './plugin-locale.ts'

/** A section of a plugin's README: its heading, and the Markdown below it. */
export interface GuideSection {
  title: string
  text: string
}

/** Characters: what is longer is no guide. */
const LONGEST = 40_000
const known = new WeakMap<LoadedPlugin, Map<PluginLanguage, GuideSection[]>>()

/**
 * What the plugin says to admins about setting it up, by second-level headings: of `locales/<language>.md` where there
 * is one, else of its README. Each is read once.
 */
export function guideOf(plugin: LoadedPlugin, language: PluginLanguage = 'en'): GuideSection[] {
  const read = known.get(plugin) ?? new Map<PluginLanguage, GuideSection[]>()
  known.set(plugin, read)
  const guide = read.get(language) ?? sectionsOf(guideText(plugin.dir, language))
  read.set(language, guide)
  return guide
}

export function sectionsOf(markdown: string): GuideSection[] {
  const [, ...parts] = `\n${markdown}`.slice(0, LONGEST).split(/\n## +/)
  return parts.map((part) => {
    const end = part.indexOf('\n')
    return end < 0
      ? { title: part.trim(), text: '' }
      : { title: part.slice(0, end).trim(), text: part.slice(end).trim() }
  })
}

const guideText = (dir: string, language: PluginLanguage): string =>
  (language === 'en' ? '' : textOf(join(dir, 'locales', `${language}.md`))) || textOf(join(dir, 'README.md'))

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
