import type { Bench } from '../bench.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Figure, Side } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { startKoa } from './koa-beside.ts'
import { orderedTurn, ratesOf, sideOf, type Turn } from './measure.ts'
import type { OutboundOrder, OutboundResult } from './outbound-process.ts'
import { warmUp } from './warm-up.ts'

/** As many as one connection may have under way where its plugin does not say. */
const AT_ONCE = 10
const SHARE_OF_TURN = 1 / 2

type Worker = OrderedProcess<OutboundOrder, OutboundResult>

/** What a plugin's call costs that goes through limits, breaker and allow-list, against the client underneath. */
export async function outboundRow(bench: Bench): Promise<Figure[]> {
  await using undo = new AsyncDisposableStack()
  const koa = await startKoa(bench)
  undo.defer(() => koa.stop())
  const worker: Worker = new OrderedProcess('bench/rows/outbound-process.ts')
  undo.defer(() => worker.stop())
  const turn = (by: OutboundOrder['by']) => (): Promise<Turn> =>
    orderedTurn(bench, worker, {
      order: {
        by,
        url: `${koa.url}/v1/availability`,
        atOnce: AT_ONCE,
        seconds: bench.seconds.turn * SHARE_OF_TURN,
      },
      done: ({ calls }) => calls,
    })
  const variants = {
    hub: turn('the hub'),
    fetch: turn('undici.fetch'),
    request: turn('undici.request'),
  }
  await warmUp(bench, variants)
  const turns = await interleave(bench.rounds, variants)
  const measured = withoutDatabase(sideOf('GET by ctx.fetch, 10 at once', turns.hub))
  const against = (name: string, theirs: readonly Turn[]): Figure => ({
    row: 'outbound',
    measured,
    yardstick: withoutDatabase(sideOf(name, theirs)),
    ratio: pairedRatios(ratesOf(turns.hub), ratesOf(theirs)),
  })
  return [against('undici.fetch', turns.fetch), against('undici.request', turns.request)]
}

/** It is not asked: what it does meanwhile is none of this. */
const withoutDatabase = ({ databaseCpu: _, ...side }: Side): Side => side
