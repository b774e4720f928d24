import type { Bench } from '../bench.ts'
import { OrderedProcess } from '../ground/ordered-process.ts'
import { ASIDE_STAFF } from '../ground/world.ts'
import type { Figure } from '../report/figure.ts'
import { pairedRatios } from '../statistics/paired-ratios.ts'
import type { BookingTemplate } from '../yardsticks/booking-template.ts'
import type { PgBookingsOrder, PgBookingsResult } from '../yardsticks/pg-bookings-process.ts'
import type { ScriptOptions } from '../yardsticks/pgbench-script.ts'
import { hasPgbench, runPgbench } from '../yardsticks/run-pgbench.ts'
import type { SameSqlOrder, SameSqlResult } from '../yardsticks/same-sql-process.ts'
import { interleave } from './interleave.ts'
import { orderedTurn, ratesOf, sideOf, type Turn, turnOf, waitingAt } from './measure.ts'
import { warmUp } from './warm-up.ts'

/** Arrivals each second, while it is measured how long one waits. */
const RATE = 60
/** Of a yardstick: twice as many as a hub has by default. */
const CONNECTIONS = ASIDE_STAFF
/** Seconds: below that it is the start of pgbench that is measured. */
const SHORTEST = 2

interface Yardstick {
  name: string
  turn: () => Promise<Turn>
  reach?: Figure['reach']
}

/** Bookings over HTTP against the same SQL without a hub, and against what PostgreSQL takes at the very least. */
export async function bookingRow(bench: Bench): Promise<Figure[]> {
  const templates = await bench.templates()
  const same = new OrderedProcess<SameSqlOrder, SameSqlResult>('bench/yardsticks/same-sql-process.ts')
  const least = new OrderedProcess<PgBookingsOrder, PgBookingsResult>(
    'bench/yardsticks/pg-bookings-process.ts',
  )
  const byPg: Yardstick = {
    name: 'the same SQL by prepared pg',
    turn: () => sameSql(bench, same, templates),
    reach: { least: 0.35 },
  }
  const fewest: Yardstick = {
    name: 'the same rows in one statement, pg',
    turn: () => oneStatement(bench, least),
  }
  try {
    await warmUp(bench, { 'the same SQL': byPg.turn, 'one statement': fewest.turn })
    return await compare(bench, [byPg, ...(await byPgbench(bench, templates)), fewest])
  } finally {
    await Promise.all([same.stop(), least.stop()])
  }
}

async function compare(bench: Bench, yardsticks: readonly Yardstick[]): Promise<Figure[]> {
  const asked = {
    servers: [bench.hub],
    traffic: () => ({ is: 'bookings' as const, salons: bench.world.salons, first: bench.used.bookings }),
  }
  const hub = () => turnOf(bench, asked)
  await warmUp(bench, { hub })
  const turns: Record<string, Turn[]> = await interleave(bench.rounds, {
    hub,
    ...Object.fromEntries(yardsticks.map(({ name, turn }) => [name, turn])),
  })
  const { hub: ours = [] } = turns
  const measured = {
    ...sideOf('POST /v1/appointments', ours),
    latency: await waitingAt(bench, asked, RATE),
  }
  return yardsticks.map(({ name, reach }) => ({
    row: 'bookings',
    measured,
    yardstick: sideOf(name, turns[name] ?? []),
    ratio: pairedRatios(ratesOf(ours), ratesOf(turns[name] ?? [])),
    ...(reach ? { reach } : {}),
  }))
}

/** At the times that the load would book next, so that both sides have the same tables and the same contention. */
async function sameSql(
  bench: Bench,
  pg: OrderedProcess<SameSqlOrder, SameSqlResult>,
  templates: readonly BookingTemplate[],
): Promise<Turn> {
  let booked = 0
  const turn = await orderedTurn(bench, pg, {
    order: {
      url: bench.ground.databases.appUrl,
      templates,
      connections: CONNECTIONS,
      until: { seconds: bench.seconds.turn },
      first: bench.used.bookings,
    },
    done: (result) => {
      booked = result.booked
      return booked
    },
  })
  bench.used.bookings += booked
  return turn
}

async function byPgbench(bench: Bench, templates: readonly BookingTemplate[]): Promise<Yardstick[]> {
  if (!(await hasPgbench(bench.ground.searchPath))) return []
  return [
    { name: 'the same SQL by pgbench -M prepared', turn: () => pgbench(bench, templates, 'as the hub') },
    {
      name: 'the same SQL by pgbench -M prepared, in one pipeline',
      turn: () => pgbench(bench, templates, 'one'),
      reach: { least: 0.45 },
    },
  ]
}

async function pgbench(
  { ground, used, seconds }: Bench,
  templates: readonly BookingTemplate[],
  pipelines: ScriptOptions['pipelines'],
): Promise<Turn> {
  const firstSlot = Math.ceil(used.bookings / templates.length)
  const { perSecond, most } = await runPgbench(ground, {
    templates: templates.slice(0, CONNECTIONS),
    pipelines,
    seconds: Math.max(SHORTEST, seconds.turn),
    firstSlot,
  })
  used.bookings = (firstSlot + most) * templates.length
  return { perSecond, cpu: Number.NaN, databaseCpu: undefined, failed: 0 }
}

async function oneStatement(
  bench: Bench,
  pg: OrderedProcess<PgBookingsOrder, PgBookingsResult>,
): Promise<Turn> {
  const { ground, world, used, seconds } = bench
  return await orderedTurn(bench, pg, {
    order: {
      url: ground.databases.appUrl,
      business: world.aside,
      connections: CONNECTIONS,
      until: { seconds: seconds.turn },
      firstSlot: used.aside,
    },
    done: ({ booked, nextSlot }) => {
      used.aside = nextSlot
      return booked
    },
  })
}
