import type { Bench } from '../bench.ts'
import type { ServerProcess } from '../ground/server-process.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { sideOf, turnOf, waitingAt } from './measure.ts'

export interface HttpRow {
  row: string
  names: { measured: string; yardstick: string }
  koa: ServerProcess
  traffic: () => Traffic
  /** Arrivals each second, while it is measured how long one waits. */
  rate: number
  reach?: Figure['reach']
}

/** The hub against a bare Koa server that is asked the very same. */
export async function httpRow(bench: Bench, wanted: HttpRow): Promise<Figure[]> {
  const { row, names, koa, traffic, rate, reach } = wanted
  const hub = { servers: [bench.hub], traffic }
  const bare = { servers: [koa], traffic }
  const variants = { hub: () => turnOf(bench, hub), bare: () => turnOf(bench, bare) }
  await interleave(1, variants)
  const turns = await interleave(bench.rounds, variants)
  const perSecond = (some: typeof turns.hub) => some.map((turn) => turn.perSecond)
  const bareLatency = await waitingAt(bench, bare, rate)
  const { databaseCpu: _, ...yardstick } = sideOf(names.yardstick, turns.bare)
  return [
    {
      row,
      measured: { ...sideOf(names.measured, turns.hub), latency: await waitingAt(bench, hub, rate) },
      yardstick: { ...yardstick, latency: bareLatency },
      ratio: pairedRatios(perSecond(turns.hub), perSecond(turns.bare)),
      ...(reach ? { reach } : {}),
    },
  ]
}
