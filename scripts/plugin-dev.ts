// npm run plugin:dev -- <folder> [--webhook <file>]: runs a plugin's tests at each change of a file, and replays a
// recorded webhook: by default recorded-webhook.json in the folder. With --hub <url> --key <key> --connection <id> it is
// the last one that a running hub received ([--settings <file>] to verify it with).
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { command, pluginFolder } from './plugins/command.ts'

/** Milliseconds: editors write a file in several steps. */
const SETTLED = 200

const text = { type: 'string' } as const
const usage =
  'npm run plugin:dev -- <folder> [--webhook <file>, or --hub <url> --key <key> --connection <id> [--settings <file>]]'

type Values = Partial<Record<'webhook' | 'hub' | 'key' | 'connection' | 'settings', string>>

/** In a process of its own each time: Node cannot load changed code anew. */
function program(name: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], { stdio: 'inherit' })
  return new Promise((done) => child.once('exit', () => done()))
}

function webhookArguments(folder: string, { webhook, ...ofHub }: Values): string[] | undefined {
  if (ofHub.hub) return Object.entries(ofHub).flatMap(([name, value]) => [`--${name}`, value])
  const file = resolve(webhook ?? join(folder, 'recorded-webhook.json'))
  return existsSync(file) ? [file] : undefined
}

async function round(folder: string, values: Values): Promise<void> {
  await program('plugin-check.ts', [folder])
  const replayed = webhookArguments(folder, values)
  if (replayed) await program('plugin-replay.ts', [folder, ...replayed])
  console.log(`Waiting for a change in ${folder}. Ctrl-C ends it.`)
}

/** One round at a time; however much changes in one, it is followed by one. */
async function develop(folder: string, values: Values): Promise<void> {
  let changed = Promise.withResolvers<void>()
  watch(folder, { recursive: true }, (_event, name) => {
    if (name && !/node_modules|(^|\/)\./.test(name)) changed.resolve()
  })
  for (;;) {
    await round(folder, values)
    await changed.promise
    await sleep(SETTLED)
    changed = Promise.withResolvers()
  }
}

await command(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { webhook: text, hub: text, key: text, connection: text, settings: text },
  })
  await develop(pluginFolder(positionals[0]), values)
})
