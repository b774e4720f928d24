import type { Bench } from '../bench.ts'
import { emptyJobs } from '../ground/empty-jobs.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import type { JobsOrder, JobsResult } from '../yardsticks/bull-process.ts'
import { interleave } from './interleave.ts'
import { orderedTurn, rateOf, ratesOf, type Turn } from './measure.ts'
import { warmUp } from './warm-up.ts'

const PLACES = 20
/** Jobs for each second that a turn is to last: about what the slowest of them does. */
const JOBS_PER_SECOND = 4_000

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
    bull: () => jobsBy(bench, workers.bull, redisUrl),
    inProcess: () => jobsBy(bench, workers.inProcess, undefined),
    overBull: () => jobsBy(bench, workers.overBull, redisUrl),
  }
  await warmUp(bench, variants)
  const turns = await interleave(bench.rounds, variants)
  const yardstick = rateOf('jobs of Bull itself, kept in memory', turns.bull)
  const figure = (name: string, measured: readonly Turn[], least: number): Figure => ({
    row: 'jobs',
    measured: rateOf(name, measured),
    yardstick,
    ratio: pairedRatios(ratesOf(measured), ratesOf(turns.bull)),
    reach: { least },
  })
  return [
    figure('durable jobs, in-process courier', turns.inProcess, 2),
    figure('durable jobs, over Bull', turns.overBull, 0.6),
  ]
}

async function jobsBy(bench: Bench, worker: Worker, redisUrl: string | undefined): Promise<Turn> {
  const jobs = Math.round(JOBS_PER_SECOND * bench.seconds.turn)
  const order = { databaseUrl: bench.ground.databases.appUrl, redisUrl, jobs, places: PLACES }
  return await orderedTurn(bench, worker, { order, done: () => jobs })
}
