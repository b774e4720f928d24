import { type Bench, IN_FLIGHT } from '../bench.ts'
import type { OrderedProcess } from '../ground/ordered-process.ts'
import { cpuSeconds, familyCpuSeconds } from '../ground/usage.ts'
import type { LoadResult, Pace, Traffic } from '../load/load-plan.ts'
import type { Side } from '../report/figure.ts'
import { median } from '../statistics/median.ts'
import { latencyOf } from '../statistics/percentiles.ts'

/** One turn. Processor times are in microseconds for each request, NaN where they are not known. */
export interface Turn {
  perSecond: number
  cpu: number
  databaseCpu: number | undefined
  /** Of what sent the requests. */
  loadCpu?: number
  /** Requests that were not answered as wanted: they are not in the rate. */
  failed: number
}

interface Asked {
  servers: ReadonlyArray<{ pid: number; url: string }>
  traffic: () => Traffic
  inFlight?: number
}

/** As much as it can do with so many requests under way. */
export async function turnOf(bench: Bench, asked: Asked, seconds = bench.seconds.turn): Promise<Turn> {
  const { inFlight = IN_FLIGHT, servers } = asked
  const before = usageOf(bench, servers)
  const result = await send(bench, asked, { is: 'closed', inFlight, seconds })
  const used = costOf(result.times.length, before, usageOf(bench, servers))
  return { ...used, failed: result.failed, perSecond: result.answered / result.seconds }
}

/** The same of a program of the bench's own that says how much it has done, in how many seconds. */
export async function orderedTurn<Order extends object, Result extends { seconds: number }>(
  bench: Bench,
  worker: OrderedProcess<Order, Result>,
  { order, done }: { order: Order; done: (result: Result) => number },
): Promise<Turn> {
  const before = usageOf(bench, [worker])
  const result = await worker.order(order)
  const { loadCpu: _, ...used } = costOf(done(result), before, usageOf(bench, [worker]))
  return { ...used, failed: 0, perSecond: done(result) / result.seconds }
}

/** How long one waits at a fixed rate. */
export async function waitingAt(
  bench: Bench,
  asked: Asked,
  perSecond: number,
): Promise<NonNullable<Side['latency']>> {
  return (await arrivalsAt(bench, asked, { perSecond, seconds: bench.seconds.open })).latency
}

/** The same for so many seconds, and how many were not answered as wanted. */
export async function arrivalsAt(
  bench: Bench,
  asked: Asked,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<{ latency: NonNullable<Side['latency']>; failed: number }> {
  const { times, failed } = await send(bench, asked, { is: 'open', perSecond, seconds })
  return { latency: { ...latencyOf(times), perSecond }, failed }
}

export function sideOf(name: string, turns: readonly Turn[]): Side {
  const known = (values: ReadonlyArray<number | undefined>) => {
    const some = values.filter((value) => value !== undefined)
    return some.length > 0 ? median(some) : undefined
  }
  return {
    name,
    value: median(ratesOf(turns)),
    unit: '/s',
    failed: turns.reduce((sum, { failed }) => sum + failed, 0),
    cpu: median(turns.map(({ cpu }) => cpu)),
    databaseCpu: known(turns.map(({ databaseCpu }) => databaseCpu)),
    loadCpu: known(turns.map(({ loadCpu }) => loadCpu)),
  }
}

/** Without processor times, where a turn also makes what is worked on. */
export function rateOf(of: string, turns: readonly Turn[]): Side {
  const { name, value, unit } = sideOf(of, turns)
  return { name, value, unit }
}

export const ratesOf = (turns: readonly Turn[]): number[] => turns.map(({ perSecond }) => perSecond)

async function send(bench: Bench, { servers, traffic }: Asked, pace: Pace): Promise<LoadResult> {
  const asks = traffic()
  const result = await bench.load.load({ targets: servers.map(({ url }) => url), traffic: asks, pace })
  if (result.firstFailure) bench.say(`  not answered as wanted: ${result.firstFailure}`)
  if (['bookings', 'holds', 'mixed'].includes(asks.is)) bench.used.bookings += result.times.length
  if (asks.is === 'fresh-availability') bench.used.questions += result.times.length
  return result
}

interface Usage {
  servers: number
  database: number | undefined
  load: number
}

function usageOf({ ground, load }: Bench, servers: ReadonlyArray<{ pid: number }>): Usage {
  return {
    servers: servers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    database: ground.postgresPid === undefined ? undefined : familyCpuSeconds(ground.postgresPid),
    load: cpuSeconds(load.pid),
  }
}

function costOf(requests: number, before: Usage, after: Usage) {
  const each = (from: number, to: number) => ((to - from) * 1e6) / requests
  return {
    cpu: each(before.servers, after.servers),
    databaseCpu:
      before.database === undefined || after.database === undefined
        ? undefined
        : each(before.database, after.database),
    loadCpu: each(before.load, after.load),
  }
}
