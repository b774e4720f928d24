import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

export interface ServerOptions {
  /** Path in the project. Gets its port as the variable PORT. */
  program: string
  nodeFlags?: readonly string[]
  args?: readonly string[]
  variables?: Readonly<Record<string, string>>
  /** What it prints goes there, as in production: a terminal would slow it down. */
  logFile: string
}

/** A program of its own that answers HTTP. */
export interface ServerProcess {
  pid: number
  url: string
  /** Milliseconds from its start to its first answer on /healthz. */
  firstAnswerMs: number
  printed(): string
  stop(): Promise<void>
}

const READY_WITHIN = 240_000
const STOP_WITHIN = 15_000

export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const port = await freePort()
  const begun = performance.now()
  const child = launch(options, port)
  const url = `http://127.0.0.1:${port}`
  const printed = () => readFileSync(options.logFile, 'utf8')
  try {
    await untilItAnswers(child, `${url}/healthz`)
  } catch (cause) {
    await end(child)
    throw new Error(`${options.program} did not come up:\n${printed().slice(-2_000)}`, { cause })
  }
  const firstAnswerMs = performance.now() - begun
  return { pid: child.pid ?? 0, url, firstAnswerMs, printed, stop: () => end(child) }
}

function launch(
  { program, nodeFlags = [], args = [], variables, logFile }: ServerOptions,
  port: number,
): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    return spawn(process.execPath, [...nodeFlags, join(ROOT, program), ...args], {
      cwd: ROOT,
      env: { NODE_ENV: 'production', ...variables, PORT: String(port) },
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

async function untilItAnswers(child: ChildProcess, url: string): Promise<void> {
  const until = performance.now() + READY_WITHIN
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it ended')
    if ((await statusOf(url)) === 200) return
    await sleep(5)
  }
  throw new Error(`it did not answer within ${READY_WITHIN} ms`)
}

/** Undefined while nobody listens. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asking = request(url, { agent: false, timeout: 2_000 }, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    })
    asking.once('error', () => resolve(undefined))
    asking.once('timeout', () => asking.destroy())
    asking.end()
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN)
  await ended
  clearTimeout(late)
}
