import type { Candidate, Run } from './candidate.ts'

/**
 * All of the candidates as if they were one: it can start where each of them can, its window opens where their common
 * one does, and its free time begins where the time free for all does. So the order of the candidates moves no start,
 * except that full steps of the clock are those of the first one's wall. Undefined where there are none.
 */
export function jointCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  const [first, ...others] = candidates
  if (!first) return undefined
  const runs = others.reduce<readonly Run[]>((common, other) => commonRuns(common, other.runs), first.runs)
  return { ...first, runs }
}

function commonRuns(a: readonly Run[], b: readonly Run[]): Run[] {
  const common: Run[] = []
  let i = 0
  let j = 0
  let left = a[0]
  let right = b[0]
  while (left && right) {
    const start = Math.max(left.start, right.start)
    const end = Math.min(left.end, right.end)
    if (start < end) common.push({ start, end, opening: Math.max(left.opening, right.opening), load: 0 })
    if (left.end <= right.end) left = a[++i]
    else right = b[++j]
  }
  return common
}
