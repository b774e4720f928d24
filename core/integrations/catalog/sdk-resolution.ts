import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const SDK = '@askpro/plugin-sdk'
const SDK_ROOT = new URL('../../sdk/', import.meta.url)
const known = new Set<string>()
let hooked = false

/**
 * A plugin folder that was mounted from elsewhere has no node_modules above it. For modules inside the plugin
 * folders the name of the SDK means the hub's own copy, so that its failure classes are the hub's too.
 */
export function resolveSdkForPlugins(dirs: readonly string[]): void {
  for (const dir of dirs) known.add(`${pathToFileURL(dir).href}/`)
  if (hooked) return
  hooked = true
  registerHooks({
    resolve(specifier, context, next) {
      const own = specifier === SDK && [...known].some((dir) => context.parentURL?.startsWith(dir))
      return own ? { url: new URL('index.ts', SDK_ROOT).href, shortCircuit: true } : next(specifier, context)
    },
  })
}
