import { JOBS_CHANNEL } from '../events/channels.ts'
import type { NotificationListener } from '../events/notification-listener.ts'
import type { Logger } from '../log/logger.ts'
import { abandonedLoop } from './abandoned-loop.ts'
import type { Courier } from './courier.ts'
import { endedWithin } from './deadline.ts'
import type { JobRunner } from './job-runner.ts'
import { oversleptLoop } from './overslept-loop.ts'
import { WakeLoop } from './wake-loop.ts'

export interface InProcessCourierOptions {
  runner: JobRunner
  /** Not started; this courier owns it. */
  listener: NotificationListener
  log: Logger
}

/** Finds what nobody told of: delayed jobs, retries, and jobs of a process whose notification got lost. */
const POLL_MS = 1_000

/** Without Redis: due rows are claimed in batches (SKIP LOCKED), at once when told, else every second. */
export class InProcessCourier implements Courier {
  readonly #runner: JobRunner
  readonly #listener: NotificationListener
  readonly #due: WakeLoop
  readonly #loops: readonly WakeLoop[]

  constructor({ runner, listener, log }: InProcessCourierOptions) {
    this.#runner = runner
    this.#listener = listener
    this.#due = new WakeLoop({
      name: 'taking due jobs',
      everyMs: POLL_MS,
      round: async () => {
        await runner.startDue()
      },
      log,
    })
    this.#loops = [this.#due, abandonedLoop(runner, log), oversleptLoop(runner, log)]
    runner.whenRoom(() => this.poke())
  }

  async start(): Promise<void> {
    if (this.#runner.kinds.length === 0) return
    const poke = () => this.poke()
    this.#listener.listen(JOBS_CHANNEL, { told: poke, connected: poke })
    this.#listener.start()
    for (const loop of this.#loops) loop.start()
  }

  poke(): void {
    this.#due.poke()
  }

  async stop(deadlineMs: number): Promise<void> {
    const loops = this.#loops.map((loop) => loop.stop())
    await endedWithin(deadlineMs / 4, Promise.all([this.#listener.stop(), ...loops]))
    await this.#runner.drain(deadlineMs * 0.75)
  }

  async health(): Promise<string | null> {
    return this.#loops.map(({ failure }) => failure).find((failure) => failure !== null) ?? null
  }
}
