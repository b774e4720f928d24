import type { Profiler } from 'node:inspector'
import { type Frame, partOf } from './part-of-frame.ts'

export interface PartTime {
  part: string
  /** Of the time in which the process did anything. */
  share: number
  /** Microseconds for each request. */
  micros: number
}

/** Sums what each sample stood in itself, callees not counted, by part; the largest first, idle time left out. */
export function selfTimes(
  profile: Profiler.Profile,
  requests: number,
  part: (frame: Frame) => string = partOf,
): PartTime[] {
  const parts = new Map(profile.nodes.map(({ id, callFrame }) => [id, part(callFrame)]))
  const sums = new Map<string, number>()
  profile.samples?.forEach((id, index) => {
    const whose = parts.get(id) ?? 'native code and system calls'
    sums.set(whose, (sums.get(whose) ?? 0) + (profile.timeDeltas?.[index] ?? 0))
  })
  sums.delete('idle')
  const busy = [...sums.values()].reduce((sum, micros) => sum + micros, 0)
  return [...sums]
    .map(([whose, micros]) => ({ part: whose, share: micros / busy, micros: micros / requests }))
    .sort((a, b) => b.share - a.share)
}
