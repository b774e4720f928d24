// npm run plugin:pack -- <folder> [<to>]: writes a plugin as a package for `npm install` and ASKPRO_PLUGIN_PACKAGES.
import { resolve } from 'node:path'
import { command, pluginFolder } from './plugins/command.ts'
import { packPlugin } from './plugins/pack-plugin.ts'

await command('npm run plugin:pack -- <folder> [<to>]', () => {
  const [folder, to = '.'] = process.argv.slice(2)
  console.log(packPlugin(pluginFolder(folder), resolve(to)))
})
