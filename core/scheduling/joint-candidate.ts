import type { Candidate } from './candidate.ts'
import type { Run } from './free-runs.ts'
import { intersectAs } from './interval.ts'

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

const commonRuns = (a: readonly Run[], b: readonly Run[]): Run[] =>
  intersectAs(a, b, (start, end, left, right) => ({
    start,
    end,
    opening: Math.max(left.opening, right.opening),
    load: 0,
  }))
