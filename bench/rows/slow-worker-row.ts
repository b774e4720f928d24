import type { Bench } from '../bench.ts'
import { emptyJobs } from '../ground/empty-jobs.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Traffic } from '../load/load-plan.ts'
import type { Figure, Side } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { arrivalsAt, turnOf } from './measure.ts'
import type { SlowWorkerOrder } from './slow-worker-process.ts'
import { warmUp } from './warm-up.ts'

/** Deliveries each second: more than ten times what the worker gets done. */
const RATE = 100

type Waiting = Awaited<ReturnType<typeof arrivalsAt>>

/** Deliveries are answered once they are stored, so a backlog of work must not show in how long a provider waits. */
export async function slowWorkerRow(bench: Bench): Promise<Figure[]> {
  const { hub, world, ground } = bench
  const traffic = (): Traffic => ({
    is: 'call-events',
    salons: world.salons,
    apiKey: ground.retell.apiKey,
  })
  const asked = { servers: [hub], traffic }
  await warmUp(bench, { hub: () => turnOf(bench, asked) })
  const wait = () => arrivalsAt(bench, asked, { perSecond: RATE, seconds: bench.seconds.open })
  const { slow, alone } = await interleave(bench.rounds, {
    slow: () => besideSlowWorker(bench, wait),
    alone: wait,
  })
  await emptyJobs(ground)
  return [
    {
      row: 'webhook-slow-worker',
      measured: p99Of('accepted while a worker needs a second for each, p99', slow),
      yardstick: p99Of('while there is no worker, p99', alone),
      ratio: pairedRatios(p99s(slow), p99s(alone)),
    },
  ]
}

async function besideSlowWorker(bench: Bench, wait: () => Promise<Waiting>): Promise<Waiting> {
  const worker = new OrderedProcess<SlowWorkerOrder, object>('bench/rows/slow-worker-process.ts')
  try {
    await worker.order({ databaseUrl: bench.ground.databases.appUrl })
    return await wait()
  } finally {
    await worker.stop()
  }
}

const p99s = (waits: readonly Waiting[]): number[] => waits.map(({ latency }) => latency.p99)

function p99Of(name: string, waits: readonly Waiting[]): Side {
  const of = (key: 'p50' | 'p95' | 'p99' | 'max') => median(waits.map(({ latency }) => latency[key]))
  return {
    name,
    value: of('p99'),
    unit: 'ms',
    latency: { p50: of('p50'), p95: of('p95'), p99: of('p99'), max: of('max'), perSecond: RATE },
    failed: waits.reduce((sum, { failed }) => sum + failed, 0),
  }
}
