import type { Bench } from '../bench.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { TakenProfile } from '../profile/take-profile.ts'
import type { EngineOrder, EngineResult } from './engine-process.ts'

export interface EngineCost {
  people: number
  days: number
  busy: number
  /** Milliseconds of one call, p50. */
  ms: number
}

export const [PEOPLE, DAYS, BUSY] = [
  [1, 10, 50],
  [1, 30, 90],
  [0, 200, 2_000],
] as const
/** Of a turn, for each of them; the first half of it is thrown away. */
const SHARE_OF_TURN = 1 / 6

/** What the engine needs as the people, the days and their busy blocks grow; and where the time goes. */
export async function takeCosts({ seconds }: Pick<Bench, 'seconds'>): Promise<{
  costs: EngineCost[]
  profile: TakenProfile
}> {
  const worker = new OrderedProcess<EngineOrder, EngineResult>('bench/engine/engine-process.ts')
  const turn = seconds.turn * SHARE_OF_TURN
  const costs: EngineCost[] = []
  try {
    for (const size of sizes()) {
      const order = { what: 'engine', size: { ...size, rules: 'all' }, seconds: turn } as const
      await worker.order(order)
      const { latency } = await worker.order(order)
      costs.push({ ...size, ms: latency.p50 })
    }
    const size = { people: 1, days: 30, busy: 200, rules: 'all' } as const
    const { parts } = await worker.order({ what: 'engine', size, seconds: seconds.turn, profiled: true })
    return { costs, profile: { what: 'the engine alone', parts } }
  } finally {
    await worker.stop()
  }
}

const sizes = () =>
  PEOPLE.flatMap((people) => DAYS.flatMap((days) => BUSY.map((busy) => ({ people, days, busy }))))
