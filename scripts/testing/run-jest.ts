import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ToldToStop } from './when-told-to-stop.ts'

export interface JestRun {
  args: string[]
  environment: NodeJS.ProcessEnv
  /** The project whose tests are run: this one. */
  cwd?: string
  /** The file descriptor that it writes to; without it the console. */
  output?: number
  told: AbortSignal
}

const PATIENCE_MS = 5_000

/**
 * Runs jest and gives its exit code. It leads a process group of its own, so that whatever its tests have started
 * ends with it, also where a worker hangs.
 */
export async function runJest({ args, environment, cwd, output, told }: JestRun): Promise<number> {
  if (told.aborted) return exitCodeOf(told)
  const jest = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js')
  const child = spawn(process.execPath, [jest, ...args], {
    detached: true,
    ...(cwd ? { cwd } : {}),
    env: environment,
    stdio: ['ignore', output ?? 'inherit', output ?? 'inherit'],
  })
  const stop = () => {
    signalGroup(child.pid, 'SIGTERM')
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), PATIENCE_MS).unref()
  }
  told.addEventListener('abort', stop, { once: true })
  const [code] = (await once(child, 'exit')) as [number | null]
  signalGroup(child.pid, 'SIGKILL')
  return told.aborted ? exitCodeOf(told) : (code ?? 1)
}

function exitCodeOf(told: AbortSignal): number {
  return told.reason instanceof ToldToStop ? told.reason.exitCode : 1
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return
  try {
    process.kill(-leader, signal)
  } catch (error) {
    // Everybody in it has ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
