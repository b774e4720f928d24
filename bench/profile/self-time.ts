import type { Profiler } from 'node:inspector'
import { partOf } from './part-of-frame.ts'

export interface PartTime {
  part: string
  /** Of the time in which the process did anything. */
  share: number
  /** Microseconds for each request. */
  micros: number
}

/** Sums what each sample stood in itself, callees not counted, by part; the largest first, idle time left out. */
export function selfTimes(profile: Profiler.Profile, requests: number): PartTime[] {
  const parts = new Map(profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]))
  const sums = new Map<string, number>()
  profile.samples?.forEach((id, index) => {
    const part = parts.get(id) ?? 'native code and system calls'
    sums.set(part, (sums.get(part) ?? 0) + (profile.timeDeltas?.[index] ?? 0))
  })
  sums.delete('idle')
  const busy = [...sums.values()].reduce((sum, micros) => sum + micros, 0)
  return [...sums]
    .map(([part, micros]) => ({ part, share: micros / busy, micros: micros / requests }))
    .sort((a, b) => b.share - a.share)
}
