import { type Bench, IN_FLIGHT } from '../bench.ts'
import type { ServerProcess } from '../ground/server-process.ts'
import { cpuSeconds, familyCpuSeconds } from '../ground/usage.ts'
import type { LoadResult, Pace, Traffic } from '../load/load-plan.ts'
import type { Side } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { latencyOf } from '../statistics/percentiles.ts'

/** One turn. */
export interface Turn {
  perSecond: number
  /** Microseconds for each request. */
  cpu: number
  databaseCpu: number | undefined
  /** Requests that were not answered as wanted: they are not in the rate. */
  failed: number
}

interface Asked {
  servers: readonly ServerProcess[]
  traffic: () => Traffic
}

/** As much as it can do with so many requests under way. */
export async function turnOf(bench: Bench, asked: Asked, seconds = bench.seconds.turn): Promise<Turn> {
  const before = usageOf(bench, asked.servers)
  const result = await send(bench, asked, { is: 'closed', inFlight: IN_FLIGHT, seconds })
  const after = usageOf(bench, asked.servers)
  const each = (from: number, to: number) => ((to - from) * 1e6) / result.times.length
  return {
    failed: result.failed,
    perSecond: result.answered / result.seconds,
    cpu: each(before.servers, after.servers),
    databaseCpu:
      before.database === undefined || after.database === undefined
        ? undefined
        : each(before.database, after.database),
  }
}

/** How long one waits at a fixed rate. */
export async function waitingAt(
  bench: Bench,
  asked: Asked,
  perSecond: number,
): Promise<NonNullable<Side['latency']>> {
  const { times } = await send(bench, asked, { is: 'open', perSecond, seconds: bench.seconds.open })
  return { ...latencyOf(times), perSecond }
}

export function sideOf(name: string, turns: readonly Turn[]): Side {
  const database = turns.map(({ databaseCpu }) => databaseCpu).filter((each) => each !== undefined)
  return {
    name,
    value: median(turns.map(({ perSecond }) => perSecond)),
    unit: '/s',
    failed: turns.reduce((sum, { failed }) => sum + failed, 0),
    cpu: median(turns.map(({ cpu }) => cpu)),
    databaseCpu: database.length > 0 ? median(database) : undefined,
  }
}

async function send(bench: Bench, { servers, traffic }: Asked, pace: Pace): Promise<LoadResult> {
  const asks = traffic()
  const result = await bench.load.load({ targets: servers.map(({ url }) => url), traffic: asks, pace })
  if (result.firstFailure) bench.say(`  not answered as wanted: ${result.firstFailure}`)
  if (asks.is === 'bookings') bench.used.bookings += result.times.length
  if (asks.is === 'fresh-availability') bench.used.questions += result.times.length
  return result
}

function usageOf({ ground }: Bench, servers: readonly ServerProcess[]) {
  return {
    servers: servers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    database: ground.postgresPid === undefined ? undefined : familyCpuSeconds(ground.postgresPid),
  }
}
