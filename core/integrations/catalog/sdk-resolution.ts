import { realpath } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const SDK = '@askpro/plugin-sdk'
const SDK_ENTRY = new URL('../../sdk/index.ts', import.meta.url).href
const HUB_ROOT = new URL('../../../', import.meta.url).href
const HUB_PACKAGES = new URL('node_modules/', HUB_ROOT).href
const known = new Set<string>()
let hooked = false

/**
 * A plugin folder that was mounted from elsewhere has no node_modules above it. For modules inside such folders the
 * name of the SDK means the hub's own copy, so that its failure classes are the hub's too; so it does for an installed
 * package, which may have brought a copy of its own. Those that come with the hub find the hub's by themselves.
 */
export async function resolveSdkForPlugins(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    // Node names modules by their real path, whatever links led there.
    const real = await realpath(folder).catch(() => resolve(folder))
    const url = `${pathToFileURL(real).href}/`
    if (!url.startsWith(HUB_ROOT) || url.startsWith(HUB_PACKAGES)) known.add(url)
  }
  if (hooked || known.size === 0) return
  hooked = true
  registerHooks({
    resolve(specifier, context, next) {
      const own = specifier === SDK && [...known].some((folder) => context.parentURL?.startsWith(folder))
      return own ? { url: SDK_ENTRY, shortCircuit: true } : next(specifier, context)
    },
  })
}
