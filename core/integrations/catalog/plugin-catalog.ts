import { readFile } from 'node:fs/promises'
import { HubError } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { CatalogEntry, LoadedPlugin } from './catalog-entry.ts'
import { KeptProofs } from './kept-proofs.ts'
import { loadPlugin } from './load-plugin.ts'
import { pluginPlaces } from './plugin-places.ts'
import { resolveSdkForPlugins } from './sdk-resolution.ts'

const SDK_PACKAGE = new URL('../../sdk/package.json', import.meta.url)
/** Milliseconds for the code of one plugin to load. */
const PATIENCE = 20_000

export interface CatalogOptions {
  /** Names of npm packages that are plugins. */
  packages?: readonly string[]
  /** Ids of plugins whose code is not to be run. */
  off?: readonly string[]
  /** Milliseconds for the code of one plugin to load. */
  patience?: number
  /** What is known about plugins from earlier starts. Without it all is proved. */
  proofs?: KeptProofs
}

/** Every plugin that was found, usable or not, each with its reason. */
export class PluginCatalog {
  readonly #entries: ReadonlyMap<string, CatalogEntry>

  /** Use `read`. */
  constructor(entries: readonly CatalogEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
  }

  /** Reads the folders inside each of `dirs`, then packages; of two with the same id the later one is used. */
  static async read(
    dirs: readonly string[],
    log: Logger,
    { packages = [], off = [], patience = PATIENCE, proofs = KeptProofs.none() }: CatalogOptions = {},
  ): Promise<PluginCatalog> {
    const places = await pluginPlaces(dirs, packages, log)
    await resolveSdkForPlugins(places.flatMap(({ dir }) => dir ?? []))
    const { version } = JSON.parse(await readFile(SDK_PACKAGE, 'utf8')) as { version: string }
    const options = { sdkVersion: version, patience, off: new Set(off), proofs }
    const entries = await Promise.all(places.map((place) => loadPlugin(place, options)))
    await proofs.keep()
    for (const entry of entries) {
      if (entry.state === 'loaded') continue
      const level = entry.state === 'disabled' ? 'info' : 'error'
      log[level]({ plugin: entry.id, reason: entry.reason }, `plugin is ${entry.state}`)
    }
    return new PluginCatalog(entries)
  }

  list(): CatalogEntry[] {
    // Ids are plain ASCII, and a start that compares by a language first loads the rules of one.
    return [...this.#entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  find(id: string): LoadedPlugin | undefined {
    const entry = this.#entries.get(id)
    return entry?.state === 'loaded' ? entry : undefined
  }

  get(id: string): LoadedPlugin {
    const loaded = this.find(id)
    if (loaded) return loaded
    throw new HubError('invalid', { detail: this.complaintAbout(id) })
  }

  /** Why `find` gives nothing. */
  complaintAbout(id: string): string {
    const entry = this.#entries.get(id)
    if (!entry || entry.state === 'loaded') return `There is no plugin ${id}.`
    return `The plugin ${id} is ${entry.state}: ${entry.reason}`
  }
}
