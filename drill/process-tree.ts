import { execFileSync } from 'node:child_process'

/** The process and all below it, the parent first: it must not start a child that is missed. */
export function processTree(root: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const all = lines.map((line) => line.trim().split(/\s+/).map(Number))
  const below = (parent: number): number[] => [
    parent,
    ...all.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? below(pid) : [])),
  ]
  return below(root)
}
