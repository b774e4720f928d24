// npm run plugin:check -- <folder>: what a plugin keeps of the quality scale. Exit code 1 below bronze, or where
// quality.json says what is not so.
import { resolve } from 'node:path'
import { checkLines, checkPlugin } from './plugins/check-plugin.ts'

const [folder] = process.argv.slice(2)
if (!folder) {
  console.error('Which plugin? npm run plugin:check -- <folder>')
  process.exit(2)
}
try {
  const check = await checkPlugin(resolve(folder))
  console.log(checkLines(check).join('\n'))
  process.exit(check.passes ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
