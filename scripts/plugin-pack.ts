// npm run plugin:pack -- <folder> [<to>]: writes a plugin as a package for `npm install` and ASKPRO_PLUGIN_PACKAGES.
import { resolve } from 'node:path'
import { packPlugin } from './plugins/pack-plugin.ts'

const [folder, to = '.'] = process.argv.slice(2)
if (!folder) {
  console.error('Which plugin? npm run plugin:pack -- <folder> [<to>]')
  process.exit(2)
}
console.log(packPlugin(resolve(folder), resolve(to)))
