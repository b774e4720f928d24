// npm run plugin:check -- <folder>: what a plugin keeps of the quality scale. Exit code 1 below bronze, or where
// quality.json says what is not so.
import { checkLines, checkPlugin } from './plugins/check-plugin.ts'
import { command, pluginFolder } from './plugins/command.ts'

await command('npm run plugin:check -- <folder>', async () => {
  const check = await checkPlugin(pluginFolder(process.argv[2]))
  console.log(checkLines(check).join('\n'))
  process.exit(check.passes ? 0 : 1)
})
