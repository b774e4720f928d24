import { access, readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin, PluginManifest } from '@askpro/plugin-sdk'
import type { BrokenPlugin, CatalogEntry } from './catalog-entry.ts'
import { KeptProofs } from './kept-proofs.ts'
import { manifestSchema } from './manifest-schema.ts'
import type { PluginPlace } from './plugin-places.ts'
import { manifestContradiction, shapeMismatch } from './plugin-shape.ts'
import { SettingsSchema, settingsWords } from './settings-schema.ts'

export interface LoadOptions {
  /** The version of @askpro/plugin-sdk that this hub has. */
  sdkVersion: string
  /** Milliseconds for the plugin's code to load. */
  patience: number
  /** Ids of plugins that the operator has switched off. */
  off: ReadonlySet<string>
  /** Without it all is proved. */
  proofs?: KeptProofs
}

/** Why a plugin is not used: thrown and caught in this file only. */
class Unusable extends Error {
  readonly state: BrokenPlugin['state']

  constructor(state: BrokenPlugin['state'], reason: string) {
    super(reason)
    this.state = state
  }
}

/**
 * Reads one plugin: manifest first, code last. Never throws: whatever is wrong becomes an entry with its
 * reason, and everything else runs.
 */
export async function loadPlugin(place: PluginPlace, options: LoadOptions): Promise<CatalogEntry> {
  const { id, dir } = place
  try {
    if (options.off.has(id)) throw new Unusable('disabled', 'it is named in ASKPRO_PLUGINS_OFF')
    if (dir === undefined) throw new Unusable('invalid', `no package ${id} is installed beside the plugins`)
    const { sdkVersion, proofs = KeptProofs.none() } = options
    const manifest = await readManifest(dir, { place: id, sdkVersion, proofs })
    const settings = await readSettings(dir, proofs)
    refuse(manifestContradiction(manifest, settings))
    const plugin = await importPlugin(dir, options.patience)
    refuse(shapeMismatch(manifest, plugin))
    return { state: 'loaded', id, dir, manifest, settings, plugin }
  } catch (error) {
    const state = error instanceof Unusable ? error.state : 'crashed'
    return { state, id, reason: reasonOf(error) }
  }
}

interface Proving {
  place: string
  sdkVersion: string
  proofs: KeptProofs
}

async function readManifest(dir: string, { place, sdkVersion, proofs }: Proving): Promise<PluginManifest> {
  const manifest = await readJson(dir, 'plugin.json')
  await proofs.once([manifestSchema, place, sdkVersion, manifest], async () => {
    const { refusalOf } = await import('./judge-manifest.ts')
    const refusal = refusalOf(manifest, { place, sdkVersion })
    if (refusal) throw new Unusable(refusal.state, refusal.reason)
  })
  return manifest as PluginManifest
}

async function readSettings(dir: string, proofs: KeptProofs): Promise<SettingsSchema> {
  const json = await readJson(dir, 'settings.schema.json')
  if (typeof json !== 'object' || json === null) {
    throw new Unusable('invalid', 'settings.schema.json: it must be an object')
  }
  try {
    const settings = new SettingsSchema(json as Record<string, unknown>)
    await proofs.once([settingsWords, json], () => settings.prove())
    return settings
  } catch (error) {
    throw new Unusable('invalid', `settings.schema.json: ${reasonOf(error)}`)
  }
}

async function readJson(dir: string, name: string): Promise<unknown> {
  const text = await readFile(join(dir, name), 'utf8').catch(() => undefined)
  if (text === undefined) throw new Unusable('invalid', `${name}: there is none`)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Unusable('invalid', `${name}: ${reasonOf(error)}`)
  }
}

/** Code that never comes to an end of its top level must not keep the hub from starting. */
async function importPlugin(dir: string, patience: number): Promise<Plugin> {
  const { href } = pathToFileURL(await entryFile(dir))
  const late = Promise.withResolvers<never>()
  const why = `its code was not loaded within ${patience} ms`
  const timer = setTimeout(() => late.reject(new Unusable('crashed', why)), patience)
  try {
    const { plugin } = await Promise.race([import(href) as Promise<{ plugin?: unknown }>, late.promise])
    if (typeof plugin === 'object' && plugin !== null) return plugin as Plugin
  } catch (error) {
    if (error instanceof Unusable) throw error
    throw new Unusable('crashed', crashOf(error, new URL('.', href)))
  } finally {
    clearTimeout(timer)
  }
  throw new Unusable('invalid', 'index exports no `plugin`')
}

/** What was thrown, and where in the plugin's folder. */
function crashOf(error: unknown, folder: URL): string {
  if (!(error instanceof Error)) return String(error)
  const what = `${error.name}: ${error.message}`
  const [, stack] = (error.stack ?? '').split(folder.href)
  const [place] = /^[^\s:)]+:\d+/.exec(stack ?? '') ?? []
  return place === undefined ? what : `${what} (${place})`
}

/** A plugin may be JavaScript, and an installed package must be: Node strips no types below node_modules. */
async function entryFile(dir: string): Promise<string> {
  const real = await realpath(dir)
  const isInstalled = real.split(sep).includes('node_modules')
  for (const name of isInstalled ? ['index.js'] : ['index.ts', 'index.js']) {
    const file = join(real, name)
    const found = await access(file).then(
      () => true,
      () => false,
    )
    if (found) return file
  }
  const missing = 'there is no index.js, and Node strips no types below node_modules'
  throw new Unusable('invalid', isInstalled ? missing : 'there is no index.ts or index.js')
}

function refuse(complaint: string | undefined): void {
  if (complaint !== undefined) throw new Unusable('invalid', complaint)
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
