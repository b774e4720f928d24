import type { Bench } from '../bench.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import { ASIDE_STAFF } from '../ground/world.ts'
import type { Figure } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import type { PgBookingsOrder, PgBookingsResult } from '../yardsticks/pg-bookings-process.ts'
import { hasPgbench, runPgbench } from '../yardsticks/run-pgbench.ts'
import { interleave } from './interleave.ts'
import { sideOf, type Turn, turnOf, waitingAt } from './measure.ts'

/** Arrivals each second, while it is measured how long one waits. */
const RATE = 60

/** Bookings over HTTP against what PostgreSQL takes when nothing but the writing is asked of it. */
export async function bookingRow(bench: Bench): Promise<Figure[]> {
  const pg = new OrderedProcess<PgBookingsOrder, PgBookingsResult>('bench/yardsticks/pg-bookings-process.ts')
  try {
    return await compare(bench, pg)
  } finally {
    await pg.stop()
  }
}

async function compare(
  bench: Bench,
  pg: OrderedProcess<PgBookingsOrder, PgBookingsResult>,
): Promise<Figure[]> {
  const asked = {
    servers: [bench.hub],
    traffic: () => ({ is: 'bookings' as const, salons: bench.world.salons, first: bench.used.bookings }),
  }
  const overHttp = () => turnOf(bench, asked)
  const prepared = () => past(bench, pg)
  const byPgbench = async () => ({ ...NO_CPU, perSecond: await runPgbench(bench, bench.seconds.turn) })
  const both = { overHttp, prepared }
  const withPgbench = await hasPgbench(bench.ground.searchPath)
  await interleave(1, both)
  const turns = await interleave<string, Turn>(bench.rounds, withPgbench ? { ...both, byPgbench } : both)
  const { overHttp: hub = [], prepared: yardstick = [], byPgbench: pgbench = [] } = turns
  const measured = {
    ...sideOf('POST /v1/appointments', hub),
    latency: await waitingAt(bench, asked, RATE),
  }
  const perSecond = (some: readonly Turn[]) => some.map((turn) => turn.perSecond)
  const common = { row: 'bookings', measured }
  const figures: Figure[] = [
    {
      ...common,
      yardstick: sideOf('the same rows in one prepared statement, pg', yardstick),
      ratio: pairedRatios(perSecond(hub), perSecond(yardstick)),
      reach: { least: 0.35 },
    },
  ]
  if (pgbench.length === 0) return figures
  const fromC = {
    name: 'the same statement, pgbench',
    value: median(perSecond(pgbench)),
    unit: '/s' as const,
  }
  return [
    ...figures,
    { ...common, yardstick: fromC, ratio: pairedRatios(perSecond(hub), perSecond(pgbench)) },
  ]
}

const NO_CPU = { cpu: Number.NaN, databaseCpu: undefined, failed: 0 }

async function past(
  { ground, world, used, seconds }: Bench,
  pg: OrderedProcess<PgBookingsOrder, PgBookingsResult>,
): Promise<Turn> {
  const {
    booked,
    seconds: took,
    nextSlot,
  } = await pg.order({
    url: ground.databases.appUrl,
    business: world.aside,
    connections: ASIDE_STAFF,
    until: { seconds: seconds.turn },
    firstSlot: used.aside,
  })
  used.aside = nextSlot
  return { ...NO_CPU, perSecond: booked / took }
}
