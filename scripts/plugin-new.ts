// npm run plugin:new -- <name> --provides calendar|telephony|payments [--dir <folder>]: makes a plugin to begin with.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { command, Usage } from './plugins/command.ts'
import { CAPABILITIES, newPlugin } from './plugins/new-plugin.ts'

const usage = `npm run plugin:new -- <name> --provides ${CAPABILITIES.join('|')} [--dir <folder>]`

await command(usage, () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { provides: { type: 'string' }, dir: { type: 'string' } },
  })
  const provides = CAPABILITIES.find((capability) => capability === values.provides)
  const [id] = positionals
  if (!id) throw new Usage('What is it called?')
  if (!provides) throw new Usage('What does it provide?')
  const dir = resolve(values.dir ?? join(import.meta.dirname, '..', 'plugins'))
  const folder = newPlugin({ id, provides, dir })
  console.log(`${folder}\nNext: npm run plugin:check -- ${folder}`)
})
