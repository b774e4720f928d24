import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface LivingProcess {
  /** Differs between two processes that had the same pid one after the other, also across a reboot. */
  identity: string
  /** The command line as one text. */
  command: string
}

/**
 * The living process with that pid. A zombie is dead: `kill(pid, 0)` still succeeds on one, and where process 1 reaps
 * nothing (a container without an init) it stays for ever.
 */
export function lookUpProcess(pid: number): LivingProcess | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
  } catch {
    return undefined
  }
}

/** proc(5): the name in brackets may hold blanks and brackets; after it come the state (3) and the start (22). */
function fromProc(pid: number): LivingProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trimEnd()
  return { identity: `${bootId()}/${fields[19]}`, command }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown-boot'
  }
}

function fromPs(pid: number): LivingProcess | undefined {
  const ask = (column: string) =>
    execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  if (ask('stat').startsWith('Z')) return undefined
  return { identity: ask('lstart'), command: ask('command') }
}
