import type { Bench } from '../bench.ts'
import type { CaseSize } from '../engine/engine-case.ts'
import type { EngineOrder, EngineResult } from '../engine/engine-process.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import type { Figure, Side } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { budgetFigure } from './budget-figure.ts'
import { interleave } from './interleave.ts'
import { orderedTurn, ratesOf, sideOf, type Turn } from './measure.ts'
import { warmUp } from './warm-up.ts'

type Worker = OrderedProcess<EngineOrder, EngineResult>

interface Case {
  name: string
  size: CaseSize
  /** Milliseconds, p95 of single calls. */
  budget?: number
}

const CASES: readonly Case[] = [
  {
    name: '30 days of one person, 200 busy blocks',
    size: { people: 1, busy: 200, days: 30, rules: 'all' },
    budget: 1,
  },
  {
    name: '30 days of any of 50 people, 200 busy blocks each',
    size: { people: 50, busy: 200, days: 30, rules: 'all' },
    budget: 25,
  },
  {
    name: '30 days of one person, 2,000 busy blocks',
    size: { people: 1, busy: 2_000, days: 30, rules: 'all' },
  },
]
/** Of a turn: there is nothing to wait for, and many short turns lie closer beside one another. */
const SHARE_OF_TURN = 1 / 4

/** The engine alone with all its rules, against sorting, merging and sweeping numbers. */
export async function engineRow(bench: Bench): Promise<Figure[]> {
  const worker: Worker = new OrderedProcess('bench/engine/engine-process.ts')
  const figures: Figure[] = []
  try {
    for (const each of CASES) figures.push(...(await compare(bench, worker, each)))
    return figures
  } finally {
    await worker.stop()
  }
}

async function compare(bench: Bench, worker: Worker, { name, size, budget }: Case): Promise<Figure[]> {
  const latencies: EngineResult['latency'][] = []
  const turn = (what: EngineOrder['what']) => (): Promise<Turn> =>
    orderedTurn(bench, worker, {
      order: { what, size, seconds: bench.seconds.turn * SHARE_OF_TURN },
      done: ({ calls, latency }) => {
        if (what === 'engine') latencies.push(latency)
        return calls
      },
    })
  const variants = { engine: turn('engine'), sweep: turn('sweep') }
  await warmUp(bench, variants)
  latencies.length = 0
  const { engine, sweep } = await interleave(bench.rounds, variants)
  const latency = medianOf(latencies)
  const measured = { ...withoutDatabase(sideOf(name, engine)), latency }
  const against: Figure = {
    row: 'engine',
    measured,
    yardstick: withoutDatabase(sideOf('plain sweep over typed arrays', sweep)),
    ratio: pairedRatios(ratesOf(engine), ratesOf(sweep)),
    reach: { least: 0.5 },
  }
  if (budget === undefined) return [against]
  const promised = budgetFigure(
    'engine',
    { name: `${name}: one call, p95`, value: latency.p95, latency },
    budget,
  )
  return [against, promised]
}

/** Of the rounds. */
function medianOf(latencies: readonly EngineResult['latency'][]): EngineResult['latency'] {
  const of = (key: keyof EngineResult['latency']) => median(latencies.map((latency) => latency[key]))
  return { p50: of('p50'), p95: of('p95'), p99: of('p99'), max: of('max') }
}

/** It is not asked: what it does meanwhile is none of this. */
const withoutDatabase = ({ databaseCpu: _, ...side }: Side): Side => side
