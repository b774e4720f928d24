import { JOBS_CHANNEL } from '../events/channels.ts'
import type { NotificationListener } from '../events/notification-listener.ts'
import type { Logger } from '../log/logger.ts'
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
/** A dead runner's job must run again within 20 s, of which its lease takes 15. */
const ABANDONED_MS = 2_500

/** Without Redis: due rows are claimed in batches (SKIP LOCKED), at once when told, else every second. */
export class InProcessCourier implements Courier {
  readonly #runner: JobRunner
  readonly #listener: NotificationListener
  readonly #due: WakeLoop
  readonly #abandoned: WakeLoop
  readonly #overslept: WakeLoop

  constructor({ runner, listener, log }: InProcessCourierOptions) {
    const poke = () => this.poke()
    this.#runner = runner
    this.#listener = listener
    this.#due = new WakeLoop({
      name: 'taking due jobs',
      everyMs: POLL_MS,
      // What was started may have been only a part: the next round claims for the places that are free by then.
      round: async () => {
        if ((await runner.startDue(poke)) > 0) poke()
      },
      log,
    })
    this.#abandoned = new WakeLoop({
      name: 'taking jobs over from dead runners',
      everyMs: ABANDONED_MS,
      round: async () => {
        await runner.startAbandoned(poke)
      },
      log,
    })
    this.#overslept = oversleptLoop(runner, log)
  }

  async start(): Promise<void> {
    if (this.#runner.places.size === 0) return
    const poke = () => this.poke()
    this.#listener.listen(JOBS_CHANNEL, { told: poke, connected: poke })
    this.#listener.start()
    this.#due.start()
    this.#abandoned.start()
    this.#overslept.start()
  }

  poke(): void {
    this.#due.poke()
  }

  async stop(deadlineMs: number): Promise<void> {
    const loops = [this.#due, this.#abandoned, this.#overslept].map((loop) => loop.stop())
    const stopped = Promise.all([this.#listener.stop(), ...loops])
    await endedWithin(deadlineMs / 4, stopped)
    await this.#runner.drain(deadlineMs * 0.75)
  }

  async health(): Promise<string | null> {
    return this.#due.failure ?? this.#abandoned.failure ?? this.#overslept.failure
  }
}
