import { loadavg } from 'node:os'
import type { Bench } from './bench.ts'
import type { BenchOptions } from './bench-options.ts'
import { type CostGrid, type EngineCost, takeCosts } from './engine/take-costs.ts'
import type { Databases } from './ground/bench-ground.ts'
import { layGround } from './ground/bench-ground.ts'
import { startHub } from './ground/hub-server.ts'
import { populate } from './ground/world.ts'
import { LoadGenerator } from './load/load-generator.ts'
import { type TakenProfile, takeProfiles } from './profile/take-profile.ts'
import type { Figure } from './report/figure.ts'
import { describeMachine } from './report/machine.ts'
import { printed } from './report/print-figures.ts'
import { ROWS } from './rows/index.ts'
import { recordBookings } from './yardsticks/record-bookings.ts'

export interface BenchRun extends Omit<BenchOptions, 'quick'> {
  /** Businesses that are booked with; each has four API keys and one telephony connection. */
  salons: number
  /** In the calendar that is read. */
  events: number
  seconds: Bench['seconds']
  /** What the engine's cost is measured with, and whether it is looked where the time goes as well; neither where left out. */
  costs?: CostGrid | undefined
  searchPath: string
  databases: Databases | undefined
  say(line: string): void
  /** Aborted: everything that was started is stopped, and the run is rejected. */
  told?: AbortSignal
}

export interface BenchResult {
  figures: Figure[]
  profiles: TakenProfile[]
  /** Empty where they are not taken. */
  costs: EngineCost[]
  machine: string[]
}

/** Starts everything, takes the rows one after the other, and leaves nothing behind. */
export async function runBench(run: BenchRun): Promise<BenchResult> {
  await using undo = new AsyncDisposableStack()
  run.told?.addEventListener('abort', () => void undo.disposeAsync(), { once: true })
  const [loadBefore = 0] = loadavg()
  // Awaited here, since what the rows stand on is taken away as soon as this function ends.
  return await takeRows(await openBench(undo, run), { ...run, loadBefore })
}

/** What all rows stand on. `undo` takes it away. */
export async function openBench(undo: AsyncDisposableStack, run: BenchRun): Promise<Bench> {
  run.say('starting PostgreSQL, the sandbox and the hub ...')
  const ground = await layGround(undo, run)
  const hub = await startHub(ground, { name: 'api', role: 'api', nodeFlags: ['--inspect=127.0.0.1:0'] })
  undo.defer(() => hub.stop())
  run.say(`opening ${run.salons} businesses ...`)
  const world = await populate(ground, { url: hub.url, name: 'api' }, run.salons)
  const load = new LoadGenerator()
  undo.defer(() => load.stop())
  const used = { bookings: 0, aside: 0, questions: 0, calls: 0 }
  let recorded: ReturnType<typeof recordBookings> | undefined
  const templates = () => {
    recorded ??= recordBookings(ground, world.salons)
    return recorded
  }
  return { ...run, ground, hub, world, load, used, templates }
}

export async function takeRows(
  bench: Bench,
  run: Pick<BenchRun, 'only' | 'costs' | 'told'> & { loadBefore?: number },
): Promise<BenchResult> {
  const figures: Figure[] = []
  for (const [name, row] of Object.entries(ROWS)) {
    run.told?.throwIfAborted()
    if (run.only.length > 0 && !run.only.includes(name)) continue
    bench.say(`${name} ...`)
    const taken = await row(bench)
    bench.say(`\n${printed(taken)}\n`)
    figures.push(...taken)
  }
  const details = run.costs ? await lookCloser(bench, run.costs) : { profiles: [], costs: [] }
  return { figures, ...details, machine: await describeMachine(bench.ground, run.loadBefore ?? 0) }
}

async function lookCloser(bench: Bench, grid: CostGrid): Promise<Pick<BenchResult, 'profiles' | 'costs'>> {
  bench.say('what the engine costs ...')
  const { costs, profile } = await takeCosts(bench, grid)
  bench.say('where the time goes ...')
  return { profiles: [profile, ...(await takeProfiles(bench))], costs }
}
