import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { COMPILE_CACHE } from '../../testing/compile-cache.ts'
import type { LeaseTimes } from '../lease-keeper.ts'
import { eventually } from './eventually.ts'
import type { JobProcessLine, JobProcessPlan } from './job-process.ts'
import type { JobWorld } from './job-world.ts'

const PROGRAM = fileURLToPath(new URL('job-process.ts', import.meta.url))

/** A child process that runs jobs; what it tells is in `lines`. */
export class SpawnedJobProcess {
  readonly lines: JobProcessLine[] = []
  readonly exited: Promise<unknown>
  /** What it wrote to stderr. */
  complaints = ''
  readonly #child: ChildProcess

  constructor(plan: JobProcessPlan) {
    // An aborting child may leave a core file where it runs.
    const child = spawn(process.execPath, [PROGRAM, JSON.stringify(plan)], {
      cwd: tmpdir(),
      env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr.on('data', (chunk) => {
      this.complaints += chunk
    })
    this.#child = child
    this.exited = once(child, 'exit')
    createInterface({ input: child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line)))
  }

  get runs(): Array<Extract<JobProcessLine, { is: 'run' }>> {
    return this.lines.filter((line) => line.is === 'run')
  }

  get outcomes(): string[] {
    return this.lines.flatMap((line) => (line.is === 'outcome' ? [line.result] : []))
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** A process that was frozen ends as well. */
  async kill(): Promise<void> {
    if (this.hasEnded) return
    this.signal('SIGKILL')
    await this.exited
  }
}

/** Resolves when the child is ready to take jobs of the world. */
export async function spawnJobProcess(world: JobWorld, lease: LeaseTimes): Promise<SpawnedJobProcess> {
  const { redisUrl, namespace, urls } = world
  const child = new SpawnedJobProcess({ databaseUrl: urls.appUrl, redisUrl, namespace, lease })
  const isUp = () => child.hasEnded || child.lines.some(({ is }) => is === 'ready')
  await eventually('the child is ready', isUp, 20_000)
  if (child.lines.length === 0) throw new Error(`the child did not come up: ${child.complaints}`)
  return child
}
