import type { Bench } from '../bench.ts'
import { cpuSeconds, familyCpuSeconds } from '../ground/usage.ts'
import type { Figure } from '../report/figure.ts'
import { latencyOf } from '../statistics/percentiles.ts'
import { warmUp } from './warm-up.ts'

/** Milliseconds that a caller is to wait at most, p95, from when the request was due to when it was answered. */
const BUDGETS: ReadonlyArray<[name: string, budget: number]> = [
  ['inbound routing', 100],
  ['identify_caller', 100],
  ['list_services', 300],
  ['opening_hours', 300],
  ['check_availability', 300],
  ['hold_slot', 1_000],
  ['book_appointment', 1_000],
  ['list_appointments', 300],
  ['reschedule_appointment', 1_000],
  ['cancel_appointment', 1_000],
  ['request_callback', 1_000],
]

/** Calls that begin each second; each of them asks eleven times. */
const CALLS = 4
/** While it warms up. */
const WARMING_CALLS = 8

/** What a caller waits for: signed as the provider signs, over HTTP, while calls arrive at a fixed rate. */
export async function functionRow(bench: Bench): Promise<Figure[]> {
  await warmUp(bench, { hub: () => measuredRing(bench, WARMING_CALLS, bench.seconds.turn) })
  const { times, failed, cpu, databaseCpu } = await measuredRing(bench, CALLS, bench.seconds.open)
  return BUDGETS.map(([name, budget]) => {
    const latency = { ...latencyOf(times[name] ?? []), perSecond: CALLS }
    const share = latency.p95 / budget
    return {
      row: 'functions',
      measured: {
        name,
        value: latency.p95,
        failed: failed[name] ?? 0,
        unit: 'ms',
        latency,
        cpu,
        databaseCpu,
      },
      yardstick: { name: 'budget for p95', value: budget, unit: 'ms' },
      ratio: { median: share, low: share, high: share },
      reach: { most: 1 },
    }
  })
}

async function measuredRing(bench: Bench, perSecond: number, seconds: number) {
  const before = usageOf(bench)
  const { times, failed, firstFailure } = await ring(bench, perSecond, seconds)
  const after = usageOf(bench)
  if (firstFailure) bench.say(`  not answered as wanted: ${firstFailure}`)
  const asked = Object.values(times).flat().length
  const each = (from: number, to: number) => ((to - from) * 1e6) / asked
  return {
    times,
    failed,
    cpu: each(before.hub, after.hub),
    databaseCpu: before.database && after.database && each(before.database, after.database),
  }
}

function ring(bench: Bench, perSecond: number, seconds: number) {
  const { hub, world, ground, used } = bench
  const first = used.calls
  used.calls += Math.ceil(perSecond * seconds)
  return bench.load.calls({
    targets: [hub.url],
    salons: world.salons,
    apiKey: ground.retell.apiKey,
    perSecond,
    seconds,
    first,
  })
}

const usageOf = ({ hub, ground }: Bench) => ({
  hub: cpuSeconds(hub.pid),
  database: ground.postgresPid === undefined ? undefined : familyCpuSeconds(ground.postgresPid),
})
