import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { HubError } from '../../platform/errors.ts'
import type { Logger } from '../../platform/log/logger.ts'
import type { CatalogEntry, LoadedPlugin } from './catalog-entry.ts'
import { loadPlugin } from './load-plugin.ts'
import { resolveSdkForPlugins } from './sdk-resolution.ts'

const SDK_PACKAGE = new URL('../../sdk/package.json', import.meta.url)
/** Milliseconds for the code of one plugin to load. */
const PATIENCE = 20_000
/** What lies beside plugins without being one. */
const NO_PLUGIN = /^(\.|node_modules$)/

/** Every plugin folder that was found, usable or not, each with its reason. */
export class PluginCatalog {
  readonly #entries: ReadonlyMap<string, CatalogEntry>

  /** Use `read`. */
  constructor(entries: readonly CatalogEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]))
  }

  /** Reads the folders inside each of `dirs`; of two with the same name the later one is used. */
  static async read(
    dirs: readonly string[],
    log: Logger,
    { patience = PATIENCE }: { patience?: number } = {},
  ): Promise<PluginCatalog> {
    const found = (await Promise.all(dirs.map((dir) => pluginFolders(dir, log)))).flat()
    const folders = [...new Map(found.map((folder) => [basename(folder), folder])).values()]
    await resolveSdkForPlugins(folders)
    const { version } = JSON.parse(await readFile(SDK_PACKAGE, 'utf8')) as { version: string }
    const options = { sdkVersion: version, patience }
    const entries = await Promise.all(folders.map((folder) => loadPlugin(folder, options)))
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

async function pluginFolders(dir: string, log: Logger): Promise<string[]> {
  const children = await readdir(dir, { withFileTypes: true }).catch((err: unknown) => {
    log.error({ err, dir }, 'a folder for plugins could not be read')
    return []
  })
  return children
    .filter((child) => child.isDirectory() || child.isSymbolicLink())
    .filter((child) => !NO_PLUGIN.test(child.name))
    .map((child) => join(dir, child.name))
}
