import type { Bench } from '../bench.ts'
import { emptyJobs } from '../ground/empty-jobs.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Figure } from '../report/figure.ts'
import { latencyOf } from '../statistics/percentiles.ts'
import { budgetFigure } from './budget-figure.ts'
import type { PickUpOrder, PickUpResult } from './pick-up-process.ts'

/** Jobs for each second that a turn is to last; the first ones of all are not counted. */
const JOBS_PER_SECOND = 10
const UNCOUNTED = 10
/** Milliseconds, p50. */
const BUDGET = 10

/** How soon an idle worker begins with a job that another process has added. */
export async function pickUpRow(bench: Bench): Promise<Figure[]> {
  const { redisUrl } = bench.ground
  await emptyJobs(bench.ground)
  if (!redisUrl) bench.say('  without Bull: there is no redis-server on the PATH')
  return [
    await pickUps(bench, 'in-process courier', undefined),
    ...(redisUrl ? [await pickUps(bench, 'over Bull', redisUrl)] : []),
  ]
}

async function pickUps(bench: Bench, courier: string, redisUrl: string | undefined): Promise<Figure> {
  const worker = new OrderedProcess<PickUpOrder, PickUpResult>('bench/rows/pick-up-process.ts')
  try {
    const jobs = UNCOUNTED + Math.ceil(JOBS_PER_SECOND * bench.seconds.turn * bench.rounds)
    const order = { databaseUrl: bench.ground.databases.appUrl, redisUrl, jobs }
    const latency = latencyOf((await worker.order(order)).times.slice(UNCOUNTED))
    const name = `an idle worker begins with a job, ${courier}, p50`
    return budgetFigure('pick-up', { name, value: latency.p50, latency }, BUDGET)
  } finally {
    await worker.stop()
  }
}
