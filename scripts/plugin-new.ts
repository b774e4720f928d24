// npm run plugin:new -- <name> --provides calendar|telephony|payments [--dir <folder>]: makes a plugin to begin with.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CAPABILITIES, newPlugin } from './plugins/new-plugin.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { provides: { type: 'string' }, dir: { type: 'string' } },
})
const provides = CAPABILITIES.find((capability) => capability === values.provides)
const [id] = positionals
if (!id || !provides) {
  console.error(`npm run plugin:new -- <name> --provides ${CAPABILITIES.join('|')} [--dir <folder>]`)
  process.exit(2)
}
try {
  const folder = newPlugin({
    id,
    provides,
    dir: resolve(values.dir ?? join(import.meta.dirname, '..', 'plugins')),
  })
  console.log(`${folder}\nNext: npm run plugin:check -- ${folder}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
