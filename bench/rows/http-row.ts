import type { Bench } from '../bench.ts'
import type { ServerProcess } from '../ground/server-process.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure, Side } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { ratesOf, sideOf, type Turn, turnOf, waitingAt } from './measure.ts'
import { warmUp } from './warm-up.ts'

export interface HttpRow {
  row: string
  /** What the hub is asked. */
  name: string
  yardsticks: readonly HttpYardstick[]
  traffic: () => Traffic
  /** Arrivals each second, while it is measured how long one waits. */
  rate: number
}

export interface HttpYardstick {
  name: string
  server: ServerProcess
  reach?: Figure['reach']
  /** Names another yardstick: how much of that one this one gets done, in a figure of its own. */
  heldAgainst?: string
}

/** The hub against bare servers that are asked the very same. */
export async function httpRow(bench: Bench, wanted: HttpRow): Promise<Figure[]> {
  const { row, name, yardsticks, traffic, rate } = wanted
  const hub = { name, asked: { servers: [bench.hub], traffic } }
  const bare = yardsticks.map(({ name: of, server }) => ({ name: of, asked: { servers: [server], traffic } }))
  const all = [hub, ...bare]
  const variants = Object.fromEntries(all.map(({ name: of, asked }) => [of, () => turnOf(bench, asked)]))
  await warmUp(bench, variants)
  const turns: Record<string, Turn[]> = await interleave(bench.rounds, variants)
  const sides = new Map<string, Side>()
  for (const { name: of, asked } of all) {
    sides.set(of, { ...sideOf(of, turns[of] ?? []), latency: await waitingAt(bench, asked, rate) })
  }
  const figure = (measured: string, yardstick: string, reach?: Figure['reach']): Figure => ({
    row,
    measured: known(sides, measured),
    yardstick: known(sides, yardstick),
    ratio: pairedRatios(ratesOf(turns[measured] ?? []), ratesOf(turns[yardstick] ?? [])),
    ...(reach ? { reach } : {}),
  })
  return [
    ...yardsticks.map(({ name: of, reach }) => figure(name, of, reach)),
    ...yardsticks.flatMap(({ name: of, heldAgainst }) => (heldAgainst ? [figure(of, heldAgainst)] : [])),
  ]
}

function known(sides: ReadonlyMap<string, Side>, name: string): Side {
  const side = sides.get(name)
  if (side === undefined) throw new Error(`there is no yardstick ${name}`)
  return side
}
