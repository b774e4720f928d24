// The engine alone, and the sweep beside it: one thread, no database, no HTTP. Takes one order after the other.
import { findSlots } from '../../core/scheduling/availability.ts'
import { profiledHere } from '../profile/profiled-here.ts'
import { type PartTime, selfTimes } from '../profile/self-time.ts'
import { type Latency, latencyOf } from '../statistics/percentiles.ts'
import { type CaseSize, type EngineCase, engineCase } from './engine-case.ts'
import { fileOf } from './file-of-frame.ts'
import { plainSweep } from './plain-sweep.ts'

export interface EngineOrder {
  what: 'engine' | 'sweep'
  size: CaseSize
  seconds: number
  /** Whether it is looked where the time goes as well, which slows it down. */
  profiled?: boolean
}

export interface EngineResult {
  calls: number
  seconds: number
  /** Milliseconds of single calls. */
  latency: Latency
  parts: PartTime[]
}

const cases = new Map<string, EngineCase>()

async function run({ what, size, seconds, profiled = false }: EngineOrder): Promise<EngineResult> {
  const { request, task } = caseOf(size)
  const work =
    what === 'engine' ? () => findSlots(request).slots.length : () => plainSweep(task).starts.length
  if (!profiled) return { ...repeated(work, seconds), parts: [] }
  const { profile, result } = await profiledHere(() => repeated(work, seconds))
  return { ...result, parts: selfTimes(profile, result.calls, fileOf) }
}

function caseOf(size: CaseSize): EngineCase {
  const key = JSON.stringify(size)
  const known = cases.get(key) ?? engineCase(size)
  cases.set(key, known)
  return known
}

function repeated(work: () => number, lasts: number): Omit<EngineResult, 'parts'> {
  const wanted = work()
  const times: number[] = []
  const begun = performance.now()
  let before = begun
  while (before < begun + lasts * 1_000) {
    if (work() !== wanted) throw new Error('the same question had another answer')
    const after = performance.now()
    times.push(after - before)
    before = after
  }
  return { calls: times.length, seconds: (before - begun) / 1_000, latency: latencyOf(times) }
}

process.on('message', (order: EngineOrder) => {
  void run(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
