import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { COMPILE_CACHE } from '../../platform/testing/compile-cache.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** No threads of V8's own: beside other tests they cost a start a sixth more than they save it. */
const NO_HELPERS = '--v8-pool-size=0'

export interface HubProcess {
  child: ChildProcess
  /** All that it printed so far, on standard output and on standard error. */
  output(): string
  /** Standard error alone. */
  errors(): string
  /** Resolves with the exit code, null after a signal; rejects after `within` milliseconds. */
  ended(within: number): Promise<number | null>
  kill(signal: NodeJS.Signals): void
}

/**
 * Starts the whole program as `npm start` does, with nothing of the test run's own environment. In the same process
 * group, so that it ends with whoever started it.
 */
export function startHubProcess(variables: Record<string, string>): HubProcess {
  return startScript('start.mjs', [], variables)
}

/** Runs one of the project's scripts to its end. Gives what it printed; rejects when it takes over `within` ms. */
export async function runScript(
  name: string,
  args: readonly string[],
  variables: Record<string, string>,
  within = 60_000,
): Promise<{ code: number | null; output: string; errors: string }> {
  const running = startScript(name, args, variables)
  try {
    const code = await running.ended(within)
    return { code, output: running.output(), errors: running.errors() }
  } finally {
    running.kill('SIGKILL')
  }
}

/** One of the project's scripts, which the test may kill. */
export function startScript(
  name: string,
  args: readonly string[],
  variables: Record<string, string>,
): HubProcess {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env
  const node = { NODE_COMPILE_CACHE: COMPILE_CACHE, NODE_OPTIONS: NO_HELPERS }
  const env = { PATH, HOME, ...node, ...(TMPDIR ? { TMPDIR } : {}), ...variables }
  const child = spawn(process.execPath, [join(ROOT, 'scripts', name), ...args], { cwd: ROOT, env })
  let printed = ''
  let errors = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
    errors += chunk.toString()
  })
  // `close` comes after `exit`, when all that was printed has been read.
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    output: () => printed,
    errors: () => errors,
    ended: (within) => inTime(code, within, () => `${name} did not end within ${within} ms:\n${printed}`),
    kill: (signal) => void child.kill(signal),
  }
}

/** Resolves once the hub says that it answers; rejects with what it printed when it ends instead. */
export async function untilReady(hub: HubProcess, within = 90_000): Promise<string> {
  const until = Date.now() + within
  while (Date.now() < until) {
    const url = /The hub answers at (\S+)/.exec(hub.output())?.[1]
    if (url) return url
    if (hub.child.exitCode !== null || hub.child.signalCode !== null)
      throw new Error(`the hub ended with ${hub.child.exitCode}:\n${hub.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the hub was not ready within ${within} ms:\n${hub.output()}`)
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

async function inTime<T>(work: Promise<T>, within: number, why: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(why())), within)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
