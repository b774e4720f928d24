import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from '../bench.ts'
import { emptyJobs } from '../ground/empty-jobs.ts'
import { startHub } from '../ground/hub-server.ts'
import type { ServerProcess } from '../ground/server-process.ts'
import { residentMegabytes } from '../ground/usage.ts'
import type { Figure } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import { interleave } from './interleave.ts'
import { startKoa, startKoaInTypeScript } from './koa-beside.ts'

/** Milliseconds after the first answer: what a start leaves lying about is gone by then. */
const IDLE = 3_000

interface Start {
  ms: number
  megabytes: number
}

/** The whole hub in one process on a migrated database, against bare Koa servers. PostgreSQL runs already. */
export async function startRow(bench: Bench): Promise<Figure[]> {
  await emptyJobs(bench.ground)
  const variants = {
    hub: () => observe(startHub(bench.ground, { name: 'all', role: 'all' })),
    typescript: () => observe(startKoaInTypeScript(bench)),
    plain: () => observe(startKoa(bench)),
  }
  // The first start fills the compile cache.
  await interleave(1, variants)
  const { hub, typescript, plain } = await interleave(bench.rounds, variants)
  return [
    { ...against('ms', hub, ['bare Koa in TypeScript', typescript]), reach: { most: 3 } },
    against('ms', hub, ['bare Koa in plain JavaScript', plain]),
    { ...against('megabytes', hub, ['bare Koa in plain JavaScript', plain]), reach: { most: 2.5 } },
  ]
}

function against(what: keyof Start, hub: Start[], [name, koa]: [name: string, Start[]]): Figure {
  const [ours, bare] = [hub, koa].map((starts) => starts.map((start) => start[what])) as [number[], number[]]
  const unit = what === 'ms' ? 'ms' : 'MB'
  return {
    row: 'start',
    measured: { name: NAMES[what], value: median(ours), unit },
    yardstick: { name, value: median(bare), unit },
    ratio: pairedRatios(ours, bare),
  }
}

const NAMES = { ms: 'from the start to the first answer', megabytes: 'memory when idle' }

async function observe(starting: Promise<ServerProcess>): Promise<Start> {
  const server = await starting
  try {
    await sleep(IDLE)
    return { ms: server.firstAnswerMs, megabytes: residentMegabytes(server.pid) }
  } finally {
    await server.stop()
  }
}
