import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PluginLocale } from '../locale.ts'
import type { PluginManifest } from '../manifest.ts'

/**
 * One property of `settings.schema.json`.
 *
 * @example
 * const key: SettingProperty = { title: 'API key', 'x-secret': true, 'x-order': 1 }
 */
export interface SettingProperty {
  title?: string
  default?: unknown
  'x-secret'?: boolean
  'x-host'?: boolean
  'x-help'?: string
  'x-order'?: number
}

/**
 * A plugin's words and guide in another language than English.
 *
 * @example
 * const hasGuide = ({ guide }: FoundLocale) => guide.includes('## ')
 */
export interface FoundLocale {
  words: PluginLocale
  /** Empty where there is none. */
  guide: string
}

/**
 * What lies in a plugin's folder, read but not run.
 *
 * @example
 * const hosts = ({ manifest }: PluginFolder) => manifest.hosts
 */
export interface PluginFolder {
  manifest: PluginManifest
  settings: Record<string, SettingProperty>
  /** Packages of `package.json`. */
  dependencies: string[]
  /** Text of each source file by name, tests left out. */
  sources: ReadonlyMap<string, string>
  /** Text of each `*.test.ts` by name; null where they did not come with the plugin, and nothing is said about them. */
  tests: ReadonlyMap<string, string> | null
  /** Empty where there is none. */
  readme: string
  /** Content of `quality.json`; empty where there is none. */
  quality: Record<string, unknown>
  /** By language, of `locales`. */
  locales?: ReadonlyMap<string, FoundLocale>
}

/**
 * Throws where the folder has no `plugin.json` or `settings.schema.json`, and names the file that is no JSON.
 *
 * @example
 * const { manifest, settings } = readPluginFolder(new URL('.', import.meta.url))
 */
export function readPluginFolder(folder: URL | string): PluginFolder {
  const dir = typeof folder === 'string' ? folder : fileURLToPath(folder)
  const code = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !name.includes('node_modules'))
    .sort()
    .map((name): [string, string] => [name, readFileSync(join(dir, name), 'utf8')])
  const isTest = ([name]: [string, string]) => /\.test\.[jt]s$/.test(name)
  return {
    manifest: readJson<PluginManifest>(join(dir, 'plugin.json')),
    settings:
      readJson<{ properties?: PluginFolder['settings'] }>(join(dir, 'settings.schema.json')).properties ?? {},
    dependencies: Object.keys(
      optional(join(dir, 'package.json'), {} as { dependencies?: object }).dependencies ?? {},
    ),
    sources: new Map(code.filter((file) => !isTest(file))),
    tests: new Map(code.filter(isTest)),
    readme: textOf(join(dir, 'README.md')),
    quality: optional<Record<string, unknown>>(join(dir, 'quality.json'), {}),
    locales: readLocales(join(dir, 'locales')),
  }
}

function readLocales(dir: string): Map<string, FoundLocale> {
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.json')) : []
  return new Map(
    names.sort().map((name) => {
      const language = name.slice(0, -'.json'.length)
      const guide = textOf(join(dir, `${language}.md`))
      return [language, { words: readJson<PluginLocale>(join(dir, name)), guide }]
    }),
  )
}

const readJson = <T>(path: string): T => parsed<T>(path, readFileSync(path, 'utf8'))

function optional<T>(path: string, fallback: T): T {
  const text = textOf(path)
  return text === '' ? fallback : parsed<T>(path, text)
}

function parsed<T>(path: string, text: string): T {
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path} is no JSON: ${why}`, { cause })
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
