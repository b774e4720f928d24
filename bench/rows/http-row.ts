import type { Bench } from '../bench.ts'
import type { ServerProcess } from '../ground/server-process.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure } from '../report/figure.ts'
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
}

/** The hub against bare Koa servers that are asked the very same. */
export async function httpRow(bench: Bench, wanted: HttpRow): Promise<Figure[]> {
  const { row, name, yardsticks, traffic, rate } = wanted
  const hub = { servers: [bench.hub], traffic }
  const bare = (server: ServerProcess) => ({ servers: [server], traffic })
  const variants = {
    hub: () => turnOf(bench, hub),
    ...Object.fromEntries(yardsticks.map((each) => [each.name, () => turnOf(bench, bare(each.server))])),
  }
  await warmUp(bench, variants)
  const turns: Record<string, Turn[]> = await interleave(bench.rounds, variants)
  const { hub: ours = [] } = turns
  const measured = { ...sideOf(name, ours), latency: await waitingAt(bench, hub, rate) }
  const figures: Figure[] = []
  for (const { name: of, server, reach } of yardsticks) {
    const theirs = turns[of] ?? []
    figures.push({
      row,
      measured,
      yardstick: { ...sideOf(of, theirs), latency: await waitingAt(bench, bare(server), rate) },
      ratio: pairedRatios(ratesOf(ours), ratesOf(theirs)),
      ...(reach ? { reach } : {}),
    })
  }
  return figures
}
