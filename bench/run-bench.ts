import { loadavg } from 'node:os'
import type { Bench } from './bench.ts'
import type { BenchOptions } from './bench-options.ts'
import { type EngineCost, takeCosts } from './engine/take-costs.ts'
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

export interface BenchRun extends Omit<BenchOptions, 'quick'> {
  /** Businesses that are booked with; each has four API keys and one telephony connection. */
  salons: number
  seconds: Bench['seconds']
  /** Whether it is looked where the time goes as well. */
  profiles: boolean
  searchPath: string
  databases: Databases | undefined
  say(line: string): void
  /** Aborted: everything that was started is stopped, and the run is rejected. */
  told?: AbortSignal
}

export interface BenchResult {
  figures: Figure[]
  profiles: TakenProfile[]
  /** Empty where profiles are not taken. */
  costs: EngineCost[]
  machine: string[]
}

/** Starts everything, takes the rows one after the other, and leaves nothing behind. */
export async function runBench(run: BenchRun): Promise<BenchResult> {
  const [loadBefore = 0] = loadavg()
  await using undo = new AsyncDisposableStack()
  run.told?.addEventListener('abort', () => void undo.disposeAsync(), { once: true })
  const bench = await setUp(undo, run)
  const figures: Figure[] = []
  for (const [name, row] of Object.entries(ROWS)) {
    run.told?.throwIfAborted()
    if (run.only.length > 0 && !run.only.includes(name)) continue
    run.say(`${name} ...`)
    const taken = await row(bench)
    run.say(`\n${printed(taken)}\n`)
    figures.push(...taken)
  }
  const details = run.profiles ? await lookCloser(bench) : { profiles: [], costs: [] }
  return { figures, ...details, machine: await describeMachine(bench.ground, loadBefore) }
}

async function lookCloser(bench: Bench): Promise<Pick<BenchResult, 'profiles' | 'costs'>> {
  bench.say('what the engine costs ...')
  const { costs, profile } = await takeCosts(bench)
  bench.say('where the time goes ...')
  return { profiles: [profile, ...(await takeProfiles(bench))], costs }
}

async function setUp(undo: AsyncDisposableStack, run: BenchRun): Promise<Bench> {
  run.say('starting PostgreSQL, the sandbox and the hub ...')
  const ground = await layGround(undo, run)
  const hub = await startHub(ground, { name: 'api', role: 'api' })
  undo.defer(() => hub.stop())
  run.say(`opening ${run.salons} businesses ...`)
  const world = await populate(ground, { url: hub.url, name: 'api' }, run.salons)
  const load = new LoadGenerator()
  undo.defer(() => load.stop())
  const used = { bookings: 0, aside: 0, questions: 0, calls: 0 }
  return { ...run, ground, hub, world, load, used }
}
