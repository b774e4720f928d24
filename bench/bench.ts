import type { BenchGround } from './ground/bench-ground.ts'
import type { ServerProcess } from './ground/server-process.ts'
import type { World } from './ground/world.ts'
import type { LoadGenerator } from './load/load-generator.ts'
import type { BookingTemplate } from './yardsticks/booking-template.ts'

/** What the rows work with. */
export interface Bench {
  ground: BenchGround
  /** One api process, with an inspector that nobody talks to before the end; the jobs that it writes are run by nobody, as if the worker were elsewhere. */
  hub: ServerProcess
  world: World
  load: LoadGenerator
  /** What a hub sends to PostgreSQL for one booking with each business; recorded when it is asked for first. */
  templates(): Promise<readonly BookingTemplate[]>
  /** In the calendar that is read. */
  events: number
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
