import { setTimeout as sleep } from 'node:timers/promises'
import type { RetellCall } from '../retell/retell-call.ts'
import { type CallEvent, type RetellAccess, sendCallEvent } from '../retell/retell-webhooks.ts'
import type { PlayedCall } from './played-call.ts'

/** The conversation waits this long for the start to be delivered, so that a quick hub has it before a function. */
const startWaitMs = 1000

/** Tells the hub how a call goes on, and keeps what became of each event's first attempt. */
export class CallReporter {
  readonly events: PlayedCall['events'] = []
  readonly #access: RetellAccess
  readonly #call: RetellCall
  readonly #url: string | undefined
  #start: Promise<void> = Promise.resolve()

  /** Without a `url` the events go to the address set up at the provider. */
  constructor(access: RetellAccess, call: RetellCall, url: string | undefined) {
    this.#access = access
    this.#call = call
    this.#url = url
  }

  async started(): Promise<void> {
    this.#start = this.#send('call_started')
    await Promise.race([this.#start, sleep(startWaitMs, undefined, { ref: false })])
  }

  async ended(): Promise<void> {
    await this.#start
    await this.#send('call_ended')
  }

  async analyzed(): Promise<void> {
    await this.#send('call_analyzed')
  }

  async #send(event: CallEvent): Promise<void> {
    const delivery = await sendCallEvent(this.#access, { event, call: this.#call, url: this.#url })
    this.events.push({ event, outcome: delivery?.outcome ?? 'not_sent' })
  }
}
