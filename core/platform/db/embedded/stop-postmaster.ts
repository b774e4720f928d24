import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './postmaster.ts'
import { lookUpProcess } from './process-table.ts'

/** PostgreSQL manual, "Shutting Down the Server": SIGINT is fast, SIGQUIT immediate (recovery at the next start). */
const STEPS = [
  { signal: 'SIGINT', patienceMs: 5_000 },
  { signal: 'SIGQUIT', patienceMs: 5_000 },
  { signal: 'SIGKILL', patienceMs: 10_000 },
] as const

/** Ends the server and waits until it is gone; throws if even SIGKILL does not end it within 10 s. */
export async function stopPostmaster(postmaster: Pick<Postmaster, 'pid' | 'identity'>): Promise<void> {
  for (const { signal, patienceMs } of STEPS) {
    if (!lives(postmaster)) return
    send(postmaster.pid, signal)
    if (await goneWithin(postmaster, patienceMs)) return
  }
  throw new Error(`Postgres (process ${postmaster.pid}) cannot be ended`)
}

async function goneWithin(
  postmaster: Pick<Postmaster, 'pid' | 'identity'>,
  patienceMs: number,
): Promise<boolean> {
  const end = performance.now() + patienceMs
  while (performance.now() < end) {
    if (!lives(postmaster)) return true
    await sleep(20)
  }
  return false
}

function lives({ pid, identity }: Pick<Postmaster, 'pid' | 'identity'>): boolean {
  return lookUpProcess(pid)?.identity === identity
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // It ended between the look and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
