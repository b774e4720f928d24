import type { WebhookFault } from './fault.ts'
import type { Journal } from './journal.ts'
import { postWebhook } from './post-webhook.ts'
import type { Delivery, WaitingWebhook, WebhookMessage, WebhookPolicy } from './webhook-message.ts'

export type WebhookSenderOptions = {
  policy: WebhookPolicy
  /** The fault that hits the next message, if any; asked once per message. */
  takeFault: () => WebhookFault | undefined
  journal: Journal
  /** Called when what waits has changed, so that it can be stored. */
  changed: () => void
  /** Multiplies the provider's retry waits: 0.001 turns Stripe's hours into seconds. */
  retryDelayFactor: number
}

type Waiting = WaitingWebhook & { timer?: NodeJS.Timeout }

/** Sends a stand-in's webhooks as the provider would, faults applied. */
export class WebhookSender {
  readonly #options: WebhookSenderOptions
  readonly #waiting = new Set<Waiting>()
  readonly #inFlight = new Set<WaitingWebhook>()
  readonly #lanes = new Map<string, Promise<unknown>>()
  readonly #idlers: (() => void)[] = []
  #stopped = false

  constructor(options: WebhookSenderOptions) {
    this.#options = options
  }

  /**
   * Sends one message; resolves after its first attempt (or when a fault delays, holds or loses it) and never
   * rejects. Retries go on in the background.
   */
  async send(message: WebhookMessage): Promise<Delivery> {
    const fault = this.#options.takeFault() ?? {}
    if (fault.lose) return this.#lose(message)
    const held = this.#takeHeld()
    if (fault.reorder && held.length === 0) return this.#wait({ message, attempt: 1, dueAt: null })
    const copies = 1 + Number(fault.duplicate ?? 0)
    const results = await Promise.all(
      Array.from({ length: copies }, () => this.#dispatch(message, fault.delay_ms)),
    )
    for (const late of held) await this.#attempt(late)
    return results[0] ?? { outcome: 'waiting' }
  }

  /** Sends everything that waits (delayed, held back, due for a retry) now; held ones last come, first gone. */
  async flush(): Promise<void> {
    const all = [...this.#waiting].reverse()
    for (const waiting of all) this.#forget(waiting)
    for (const waiting of all) await this.#attempt(waiting)
  }

  /** Resolves when nothing is being sent or due. A message held back by `reorder` does not count: flush it. */
  idle(): Promise<void> {
    if (this.#quiet()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idlers.push(resolve)
    })
  }

  /** What a restart must send again, messages being sent included. */
  snapshot(): WaitingWebhook[] {
    const all = [...this.#inFlight, ...this.#waiting]
    return all.map(({ message, attempt, dueAt }) => ({ message, attempt, dueAt }))
  }

  restore(waiting: readonly WaitingWebhook[]): void {
    for (const entry of waiting) this.#wait(entry)
  }

  clear(): void {
    for (const waiting of this.#waiting) this.#forget(waiting)
    this.#settle()
  }

  /** Like clear, and nothing is sent any more. */
  stop(): void {
    this.#stopped = true
    this.clear()
  }

  #lose(message: WebhookMessage): Delivery {
    const { url, label, body } = message
    this.#options.journal.addDelivery({
      at: Date.now(),
      url,
      label,
      body,
      attempt: 1,
      outcome: 'lost',
      status: null,
    })
    return { outcome: 'lost' }
  }

  #dispatch(message: WebhookMessage, delayMs: number | undefined): Promise<Delivery> {
    if (delayMs !== undefined)
      return Promise.resolve(this.#wait({ message, attempt: 1, dueAt: Date.now() + delayMs }))
    return this.#inLane(message.lane, () => this.#attempt({ message, attempt: 1, dueAt: null }))
  }

  #inLane(lane: string | undefined, work: () => Promise<Delivery>): Promise<Delivery> {
    if (lane === undefined) return work()
    const turn = (this.#lanes.get(lane) ?? Promise.resolve()).then(work)
    this.#lanes.set(lane, turn)
    void turn.then(() => {
      if (this.#lanes.get(lane) === turn) this.#lanes.delete(lane)
    })
    return turn
  }

  #takeHeld(): Waiting[] {
    const held = [...this.#waiting].filter((waiting) => waiting.dueAt === null)
    for (const waiting of held) this.#forget(waiting)
    return held
  }

  #wait(entry: WaitingWebhook): Delivery {
    const waiting: Waiting = { ...entry }
    this.#waiting.add(waiting)
    if (entry.dueAt !== null) {
      const run = () => {
        this.#forget(waiting)
        void this.#attempt(waiting)
      }
      waiting.timer = setTimeout(run, Math.max(0, entry.dueAt - Date.now())).unref()
    }
    this.#changed()
    return { outcome: 'waiting' }
  }

  #forget(waiting: Waiting): void {
    clearTimeout(waiting.timer)
    this.#waiting.delete(waiting)
  }

  async #attempt({ message, attempt }: WaitingWebhook): Promise<Delivery> {
    if (this.#stopped) return { outcome: 'lost' }
    const entry: WaitingWebhook = { message, attempt, dueAt: Date.now() }
    this.#inFlight.add(entry)
    this.#changed()
    const delivery = await postWebhook(message, this.#options.policy)
    this.#inFlight.delete(entry)
    this.#note(entry, delivery)
    if (delivery.outcome === 'failed') this.#retry(entry, delivery.status)
    this.#changed()
    this.#settle()
    return delivery
  }

  #note({ message, attempt }: WaitingWebhook, delivery: Awaited<ReturnType<typeof postWebhook>>): void {
    const { url, label, body } = message
    const { outcome, status } = delivery
    const error = delivery.outcome === 'failed' ? delivery.error : undefined
    const entry = { at: Date.now(), url, label, body, attempt, outcome, status }
    this.#options.journal.addDelivery(error === undefined ? entry : { ...entry, error })
  }

  #retry({ message, attempt }: WaitingWebhook, status: number | null): void {
    const { retryDelaysMs, retries } = this.#options.policy
    const delay = retryDelaysMs[attempt - 1]
    if (this.#stopped || delay === undefined || retries?.(status) === false) return
    const dueAt = Date.now() + delay * this.#options.retryDelayFactor
    this.#wait({ message, attempt: attempt + 1, dueAt })
  }

  /** What waits when the sandbox stops stays in the file, for the next start. */
  #changed(): void {
    if (!this.#stopped) this.#options.changed()
  }

  #quiet(): boolean {
    return this.#inFlight.size === 0 && [...this.#waiting].every((waiting) => waiting.dueAt === null)
  }

  #settle(): void {
    if (!this.#quiet()) return
    for (const resolve of this.#idlers.splice(0)) resolve()
  }
}
