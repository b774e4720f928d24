import type { Bench } from '../bench.ts'
import { emptyJobs } from '../ground/empty-jobs.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Figure, Side } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import type { JobsOrder, JobsResult } from '../yardsticks/bull-process.ts'
import { interleave } from './interleave.ts'

const PLACES = 20
/** Jobs for each second that a turn is to last: about what the slowest of them does. */
const JOBS_PER_SECOND = 500

type Worker = OrderedProcess<JobsOrder, JobsResult>

/** Jobs that are rows, by both couriers, against jobs that Redis keeps in memory. */
export async function jobRow(bench: Bench): Promise<Figure[]> {
  const { redisUrl } = bench.ground
  if (!redisUrl) {
    bench.say('  left out: Bull is the yardstick, and there is no redis-server on the PATH')
    return []
  }
  await emptyJobs(bench.ground)
  const workers = {
    bull: new OrderedProcess<JobsOrder, JobsResult>('bench/yardsticks/bull-process.ts'),
    inProcess: new OrderedProcess<JobsOrder, JobsResult>('bench/rows/courier-process.ts'),
    overBull: new OrderedProcess<JobsOrder, JobsResult>('bench/rows/courier-process.ts'),
  }
  try {
    return await compare(bench, { workers, redisUrl })
  } finally {
    await Promise.all(Object.values(workers).map((worker) => worker.stop()))
    await emptyJobs(bench.ground)
  }
}

async function compare(
  bench: Bench,
  { workers, redisUrl }: { workers: Record<'bull' | 'inProcess' | 'overBull', Worker>; redisUrl: string },
): Promise<Figure[]> {
  const variants = {
    bull: () => perSecond(bench, workers.bull, redisUrl),
    inProcess: () => perSecond(bench, workers.inProcess, undefined),
    overBull: () => perSecond(bench, workers.overBull, redisUrl),
  }
  await interleave(1, variants)
  const rates = await interleave(bench.rounds, variants)
  const yardstick = sideOf('jobs of Bull itself, kept in memory', rates.bull)
  const figure = (name: string, measured: number[]): Figure => ({
    row: 'jobs',
    measured: sideOf(name, measured),
    yardstick,
    ratio: pairedRatios(measured, rates.bull),
  })
  return [
    figure('durable jobs, in-process courier', rates.inProcess),
    figure('durable jobs, over Bull', rates.overBull),
  ]
}

async function perSecond(bench: Bench, worker: Worker, redisUrl: string | undefined): Promise<number> {
  const jobs = Math.round(JOBS_PER_SECOND * bench.seconds.turn)
  const databaseUrl = bench.ground.databases.appUrl
  const { seconds } = await worker.order({ databaseUrl, redisUrl, jobs, places: PLACES })
  return jobs / seconds
}

const sideOf = (name: string, values: readonly number[]): Side => ({
  name,
  value: median(values),
  unit: '/s',
})
