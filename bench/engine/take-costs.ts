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

/** What grows: each is measured with each. */
export interface CostGrid {
  people: readonly number[]
  days: readonly number[]
  /** Busy blocks of each person. */
  busy: readonly number[]
}

export const WHOLE_GRID: CostGrid = { people: [1, 10, 50], days: [1, 30, 90], busy: [0, 200, 2_000] }
/** Of a turn, for each of them; the first half of it is thrown away. */
const SHARE_OF_TURN = 1 / 6

/** What the engine needs as the people, the days and their busy blocks grow; and where the time goes. */
export async function takeCosts(
  { seconds }: Pick<Bench, 'seconds'>,
  grid: CostGrid,
): Promise<{ costs: EngineCost[]; profile: TakenProfile }> {
  const worker = new OrderedProcess<EngineOrder, EngineResult>('bench/engine/engine-process.ts')
  const turn = seconds.turn * SHARE_OF_TURN
  const costs: EngineCost[] = []
  try {
    for (const size of sizesOf(grid)) {
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

const sizesOf = (grid: CostGrid) =>
  grid.people.flatMap((people) =>
    grid.days.flatMap((days) => grid.busy.map((busy) => ({ people, days, busy }))),
  )
