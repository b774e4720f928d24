import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A line of core that names a plugin. */
export interface PluginNamed {
  file: string
  line: number
  plugin: string
}

/** The demo and the tests of the whole program set plugins up by name; tests may show how a provider's data looks. */
const MAY_NAME = /(^|\/)planted\/|^core\/(app\/demo|test\/program\/)|\.test\.ts$/

/**
 * Finds the names of the folders under `plugins/` in core's sources, whichever way they are written
 * (acme-mail, acmeMail, ACME_MAIL). Import rules do not see a name in a string.
 */
export function pluginNamesInCore(root: string): PluginNamed[] {
  const plugins = readdirSync(join(root, 'plugins'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, pattern: new RegExp(name.replaceAll('-', '[-_ ]?'), 'i') }))
  const files = readdirSync(join(root, 'core'), { recursive: true, encoding: 'utf8' })
    .map((path) => `core/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !path.includes('/node_modules/') && !MAY_NAME.test(path))
  return files.flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n')
    return plugins.flatMap(({ name, pattern }) =>
      lines.flatMap((text, index) => (pattern.test(text) ? [{ file, line: index + 1, plugin: name }] : [])),
    )
  })
}
