import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../log/logger.ts'

export interface WakeLoopOptions {
  /** For the log and for health. */
  name: string
  /** The longest rest between two rounds, milliseconds; also the rest after a round that failed. */
  everyMs: number
  /** The shortest rest, which no poke ends: many pokes become one round. None when left out. */
  pauseMs?: number
  /** One round. It may throw: the loop goes on. */
  round(): Promise<void>
  log: Logger
}

/**
 * Runs rounds one after the other: at once when poked, else after a rest. The rounds run in the context of `start`,
 * so that work for all tenants never inherits the request (trace, transaction) that happened to poke.
 */
export class WakeLoop {
  readonly #options: WakeLoopOptions
  #turning: Promise<void> | undefined
  #poked = false
  #stopping = false
  #wake: () => void = () => {}
  #failure: string | null = null

  constructor(options: WakeLoopOptions) {
    this.#options = options
  }

  start(): void {
    this.#turning ??= this.#turn()
  }

  poke(): void {
    this.#poked = true
    if (this.#failure === null) this.#wake()
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake()
    await this.#turning
  }

  /** Why the last round failed; null when it did not. */
  get failure(): string | null {
    return this.#failure
  }

  async #turn(): Promise<void> {
    while (!this.#stopping) {
      this.#poked = false
      this.#note(await this.#attempt())
      if (this.#options.pauseMs) await sleep(this.#options.pauseMs)
      if (!this.#stopping && (!this.#poked || this.#failure !== null)) await this.#rest()
    }
  }

  async #attempt(): Promise<unknown> {
    try {
      await this.#options.round()
      return undefined
    } catch (error) {
      return error
    }
  }

  /** An outage is one line when it begins and one when it ends, not four a second. */
  #note(error: unknown): void {
    const { name, log } = this.#options
    const failure = error === undefined ? null : `${name}: ${String(error)}`
    if (failure !== null && this.#failure === null)
      log.warn({ err: error }, `${name} failed and goes on trying`)
    if (failure === null && this.#failure !== null) log.info({}, `${name} works again`)
    this.#failure = failure
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.everyMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
