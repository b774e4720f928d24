import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from '../../platform/log/logger.ts'

/** Where a plugin may be. */
export interface PluginPlace {
  /** What it is called until its manifest has been checked. */
  id: string
  /** Undefined for a package that is installed nowhere. */
  dir: string | undefined
  /** An installed package says itself which plugin it is; a folder bears the plugin's name. */
  isPackage: boolean
}

const HUB_ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** What lies beside plugins without being one. */
const NO_PLUGIN = /^(\.|node_modules$)/

/** Folders inside each of `dirs`, then npm packages. Of two with one id the later is kept. */
export async function pluginPlaces(
  dirs: readonly string[],
  packages: readonly string[],
  log: Logger,
): Promise<PluginPlace[]> {
  const folders = (await Promise.all(dirs.map((dir) => foldersIn(dir, log)))).flat()
  const installed = await Promise.all(packages.map((name) => placeOfPackage(name, dirs)))
  return [...new Map([...folders, ...installed].map((place) => [place.id, place])).values()]
}

async function foldersIn(dir: string, log: Logger): Promise<PluginPlace[]> {
  const children = await readdir(dir, { withFileTypes: true }).catch((err: unknown) => {
    log.error({ err, dir }, 'a folder for plugins could not be read')
    return []
  })
  return children
    .filter((child) => child.isDirectory() || child.isSymbolicLink())
    .filter((child) => !NO_PLUGIN.test(child.name))
    .map((child) => join(dir, child.name))
    .map((folder) => ({ id: basename(folder), dir: folder, isPackage: false }))
}

/** In the `node_modules` of a folder with plugins, the last of them first, or of the hub itself. */
async function placeOfPackage(name: string, dirs: readonly string[]): Promise<PluginPlace> {
  for (const dir of [...dirs.toReversed(), HUB_ROOT]) {
    const folder = join(dir, 'node_modules', name)
    const isThere = await readdir(folder).then(
      () => true,
      () => false,
    )
    if (isThere) return { id: await claimedId(folder, name), dir: folder, isPackage: true }
  }
  return { id: name, dir: undefined, isPackage: true }
}

/** The package's own name where it says nothing that can be read; why, comes out when it is loaded. */
async function claimedId(folder: string, name: string): Promise<string> {
  const manifest: unknown = await readFile(join(folder, 'plugin.json'), 'utf8')
    .then(JSON.parse)
    .catch(() => null)
  const id: unknown = Object(manifest).id
  return typeof id === 'string' && id !== '' ? id : name
}
