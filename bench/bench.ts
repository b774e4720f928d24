import type { BenchGround } from './ground/bench-ground.ts'
import type { ServerProcess } from './ground/server-process.ts'
import type { World } from './ground/world.ts'
import type { LoadGenerator } from './load/load-generator.ts'

/** What the rows work with. */
export interface Bench {
  ground: BenchGround
  /** One api process; the jobs that it writes are run by nobody, as if the worker were elsewhere. */
  hub: ServerProcess
  world: World
  load: LoadGenerator
  /** How often each variant has its turn. */
  rounds: number
  /** How long a turn lasts, how long a variant warms up at the most, and how long requests arrive at a fixed rate. */
  seconds: { turn: number; warm: number; open: number }
  /** What the load has used up so far: half hours that are booked by now, calls that were made. */
  used: { bookings: number; aside: number; questions: number; calls: number }
  /** A line for whoever waits. */
  say(line: string): void
}

/** Requests under way at once while it is measured how much can be done. */
export const IN_FLIGHT = 32
