// npm run plugin:replay -- <folder> <file>: what a plugin makes of a recorded webhook.
// npm run plugin:replay -- <folder> --hub <url> --key <key> --connection <id> [--settings <file>]: of the last one that a
// running hub received over that connection.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { command, pluginFolder, Usage } from './plugins/command.ts'
import { lastWebhook } from './plugins/hub-webhook.ts'
import { type RecordedWebhook, replayWebhook } from './plugins/replay-webhook.ts'

const text = { type: 'string' } as const
const usage =
  'npm run plugin:replay -- <folder> <file>, or <folder> --hub <url> --key <key> --connection <id> [--settings <file>]'

interface Source {
  file: string | undefined
  values: { hub?: string; key?: string; connection?: string; settings?: string }
}

async function recorded({ file, values }: Source): Promise<RecordedWebhook> {
  const { hub, key, connection, settings } = values
  if (file) return json<RecordedWebhook>(file)
  if (!hub || !key || !connection) throw new Usage('Which webhook?')
  const last = await lastWebhook({ hub, key, connection })
  return settings ? { ...last, settings: json<Record<string, unknown>>(settings) } : last
}

const json = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T

await command(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { hub: text, key: text, connection: text, settings: text },
  })
  const [given, file] = positionals
  const folder = pluginFolder(given)
  console.log(JSON.stringify(await replayWebhook(folder, await recorded({ file, values })), null, 2))
})
