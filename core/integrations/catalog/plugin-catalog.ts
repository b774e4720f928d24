import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { CatalogEntry, LoadedPlugin } from './catalog-entry.ts'
import { loadPlugin } from './load-plugin.ts'
import { resolveSdkForPlugins } from './sdk-resolution.ts'

const SDK_PACKAGE = new URL('../../sdk/package.json', import.meta.url)

/** Every plugin folder that was found, usable or not, each with its reason. */
export class PluginCatalog {
  readonly #entries: ReadonlyMap<string, CatalogEntry>

  /** Use `read`. */
  constructor(entries: readonly CatalogEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
  }

  /** Reads the folders inside each of `dirs`; of two with the same name the later one is used. */
  static async read(dirs: readonly string[], log: Logger): Promise<PluginCatalog> {
    resolveSdkForPlugins(dirs)
    const { version } = JSON.parse(await readFile(SDK_PACKAGE, 'utf8')) as { version: string }
    const folders = (await Promise.all(dirs.map(pluginFolders))).flat()
    const entries = await Promise.all(folders.map((folder) => loadPlugin(folder, version)))
    for (const entry of entries) {
      if (entry.state !== 'loaded')
        log.error({ plugin: entry.id, reason: entry.reason }, `plugin is ${entry.state}`)
    }
    return new PluginCatalog(entries)
  }

  list(): CatalogEntry[] {
    return [...this.#entries.values()].sort((a, b) => a.id.localeCompare(b.id))
  }

  find(id: string): LoadedPlugin | undefined {
    const entry = this.#entries.get(id)
    return entry?.state === 'loaded' ? entry : undefined
  }

  get(id: string): LoadedPlugin {
    const entry = this.#entries.get(id)
    if (entry?.state === 'loaded') return entry
    const detail = entry ? `The plugin ${id} is ${entry.state}: ${entry.reason}` : `There is no plugin ${id}.`
    throw new HubError('invalid', { detail })
  }
}

async function pluginFolders(dir: string): Promise<string[]> {
  const children = await readdir(dir, { withFileTypes: true }).catch(() => [])
  return children
    .filter((child) => child.isDirectory() || child.isSymbolicLink())
    .map((child) => join(dir, child.name))
}
