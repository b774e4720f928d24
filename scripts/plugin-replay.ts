// npm run plugin:replay -- <folder> <file>: what a plugin makes of a recorded webhook.
// npm run plugin:replay -- <folder> --hub <url> --key <key> --connection <id> [--settings <file>]: of the last one that a
// running hub received over that connection.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { lastWebhook } from './plugins/hub-webhook.ts'
import { type RecordedWebhook, replayWebhook } from './plugins/replay-webhook.ts'

const text = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { hub: text, key: text, connection: text, settings: text },
})
const [folder, file] = positionals
const { hub, key, connection } = values

async function recorded(): Promise<RecordedWebhook> {
  if (file) return json<RecordedWebhook>(file)
  if (!hub || !key || !connection) throw new Error(USAGE)
  const last = await lastWebhook({ hub, key, connection })
  return values.settings ? { ...last, settings: json<Record<string, unknown>>(values.settings) } : last
}

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

const USAGE =
  'npm run plugin:replay -- <folder> <file>, or <folder> --hub <url> --key <key> --connection <id> [--settings <file>]'

try {
  if (!folder) throw new Error(USAGE)
  console.log(JSON.stringify(await replayWebhook(resolve(folder), await recorded()), null, 2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(folder ? 1 : 2)
}
