import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever the kernel was built with. */
const TICKS_PER_SECOND = 100
const HAS_PROC = existsSync('/proc/self/stat')

/** Seconds of processor time that a process has used so far; with `ended`, those of its ended children as well. */
export function cpuSeconds(pid: number, { ended = false } = {}): number {
  if (!HAS_PROC) return secondsOf(askPs(pid, 'time'))
  const fields = statOf(pid)
  const own = Number(fields[11]) + Number(fields[12])
  return (own + (ended ? Number(fields[13]) + Number(fields[14]) : 0)) / TICKS_PER_SECOND
}

/** A server that works in child processes, like PostgreSQL. Undefined where the children cannot be listed. */
export function familyCpuSeconds(pid: number): number | undefined {
  if (!HAS_PROC) return undefined
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => statOf(Number(name))[1] === String(pid))
  return [cpuSeconds(pid, { ended: true }), ...children.map((child) => cpuSeconds(Number(child)))].reduce(
    (sum, seconds) => sum + seconds,
    0,
  )
}

/** Megabytes in memory. */
export function residentMegabytes(pid: number): number {
  if (!HAS_PROC) return Number(askPs(pid, 'rss')) / 1_024
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1_024
}

/** The fields behind the name, which may hold blanks: state is the first. Of a process that is gone: nothing. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return Array.from({ length: 15 }, () => '0')
  }
}

function askPs(pid: number, what: 'time' | 'rss'): string {
  return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
}

/** `[[dd-]hh:]mm:ss[.cc]` */
function secondsOf(time: string): number {
  return time.split(/[-:]/).reduce((sum, part) => sum * 60 + Number(part), 0)
}
