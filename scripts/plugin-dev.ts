// npm run plugin:dev -- <folder> [--webhook <file>]: runs a plugin's tests at each change of a file, and replays a
// recorded webhook: by default recorded-webhook.json in the folder. With --hub <url> --key <key> --connection <id> it is
// the last one that a running hub received ([--settings <file>] to verify it with).
import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** Milliseconds: editors write a file in several steps. */
const SETTLED = 200

const text = { type: 'string' } as const
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { webhook: text, hub: text, key: text, connection: text, settings: text },
})
const [given] = positionals
if (!given) {
  console.error(
    'Which plugin? npm run plugin:dev -- <folder> [--webhook <file>, or --hub <url> --key <key> --connection <id>]',
  )
  process.exit(2)
}
const folder = resolve(given)
const webhook = resolve(values.webhook ?? join(folder, 'recorded-webhook.json'))
let running: Promise<void> | undefined
let timer: NodeJS.Timeout | undefined

/** In a process of its own each time: Node cannot load changed code anew. */
function program(name: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, name), ...args], { stdio: 'inherit' })
  return new Promise((done) => child.once('exit', () => done()))
}

function webhookArguments(): string[] | undefined {
  if (!values.hub) return existsSync(webhook) ? [webhook] : undefined
  const { webhook: _file, ...ofHub } = values
  return Object.entries(ofHub).flatMap(([name, value]) => [`--${name}`, value])
}

async function round(): Promise<void> {
  await program('plugin-check.ts', [folder])
  const replayed = webhookArguments()
  if (replayed) await program('plugin-replay.ts', [folder, ...replayed])
  console.log(`Waiting for a change in ${folder}. Ctrl-C ends it.`)
}

function next(): void {
  clearTimeout(timer)
  timer = setTimeout(async () => {
    await running
    running = round()
  }, SETTLED)
}

watch(folder, { recursive: true }, (_event, name) => {
  if (name && !/node_modules|(^|\/)\./.test(name)) next()
})
running = round()
