// npm run plugin:replay -- <folder> <file>: what a plugin makes of a recorded webhook.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type RecordedWebhook, replayWebhook } from './plugins/replay-webhook.ts'

const [folder, file] = process.argv.slice(2)
if (!folder || !file) {
  console.error('npm run plugin:replay -- <folder> <file>')
  process.exit(2)
}
try {
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as RecordedWebhook
  console.log(JSON.stringify(await replayWebhook(resolve(folder), recorded), null, 2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
