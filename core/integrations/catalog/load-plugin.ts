import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin, PluginManifest } from '@askpro/plugin-sdk'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import semver from 'semver'
import type { BrokenPlugin, CatalogEntry } from './catalog-entry.ts'
import { manifestSchema } from './manifest-schema.ts'
import { SettingsSchema } from './settings-schema.ts'

const ajv = new Ajv({ strict: true, allErrors: true })
formats.default(ajv)
const isManifest = ajv.compile<PluginManifest>(manifestSchema)

/**
 * Reads one plugin folder: manifest first, code last. Never throws: whatever is wrong becomes an entry with its
 * reason, and everything else runs.
 */
export async function loadPlugin(dir: string, sdkVersion: string): Promise<CatalogEntry> {
  const id = basename(dir)
  const broken = (state: BrokenPlugin['state'], reason: string): BrokenPlugin => ({ state, id, dir, reason })
  const manifest = await readJson(join(dir, 'plugin.json'))
  if (typeof manifest === 'string') return broken('invalid', `plugin.json: ${manifest}`)
  if (!isManifest(manifest))
    return broken('invalid', `plugin.json: ${ajv.errorsText(isManifest.errors, { dataVar: '' })}`)
  if (manifest.id !== id) return broken('invalid', `plugin.json: /id is ${manifest.id}, the folder is ${id}`)
  if (!semver.satisfies(sdkVersion, manifest.sdk)) {
    return broken('incompatible', `it needs @askpro/plugin-sdk ${manifest.sdk}, this hub has ${sdkVersion}`)
  }
  const settings = await readSettings(dir)
  if (typeof settings === 'string') return broken('invalid', `settings.schema.json: ${settings}`)
  const plugin = await importPlugin(dir)
  if (typeof plugin === 'string') return broken('crashed', plugin)
  const mismatch = compare(manifest, plugin)
  if (mismatch) return broken('invalid', mismatch)
  return { state: 'loaded', id, dir, manifest, settings, plugin }
}

/** The parsed file, or what is wrong with it. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function readSettings(dir: string): Promise<SettingsSchema | string> {
  const json = await readJson(join(dir, 'settings.schema.json'))
  if (typeof json !== 'object' || json === null) return String(json)
  try {
    return new SettingsSchema(json as Record<string, unknown>)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** An installed plugin may be JavaScript: `index.js` is tried where there is no `index.ts`. */
async function importPlugin(dir: string): Promise<Plugin | string> {
  try {
    const module: { plugin?: Plugin } = await import(pathToFileURL(await entryFile(dir)).href)
    return module.plugin ?? 'index exports no `plugin`'
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
}

async function entryFile(dir: string): Promise<string> {
  const typed = join(dir, 'index.ts')
  return readFile(typed).then(
    () => typed,
    () => join(dir, 'index.js'),
  )
}

/** What the manifest promises must be there, and nothing that it does not mention. */
function compare(manifest: PluginManifest, plugin: Plugin): string | undefined {
  if (typeof plugin.check !== 'function')
    return 'index: `check` is missing; every plugin must prove its settings'
  const promised: Array<[string, boolean, boolean]> = [
    ...(['calendar', 'telephony', 'payments'] as const).map((capability): [string, boolean, boolean] => [
      capability,
      manifest.provides.includes(capability),
      plugin[capability] !== undefined,
    ]),
    ...namesOf(manifest.syncs, plugin.syncs, 'syncs'),
    ...namesOf(manifest.webhooks, plugin.webhooks, 'webhooks'),
  ]
  const wrong = promised.find(([, says, has]) => says !== has)
  if (!wrong) return undefined
  const [what, says] = wrong
  return says
    ? `plugin.json promises ${what}, index has none`
    : `index has ${what}, plugin.json does not mention it`
}

function namesOf(
  listed: ReadonlyArray<{ name: string }> | undefined,
  members: object | undefined,
  kind: string,
): Array<[string, boolean, boolean]> {
  const says = new Set(listed?.map(({ name }) => name))
  const has = new Set(Object.keys(members ?? {}))
  return [...new Set([...says, ...has])].map((name) => [`${kind}.${name}`, says.has(name), has.has(name)])
}
