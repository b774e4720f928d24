/**
 * A webhook to send. `label` is what the journal shows (the event's name); `lane`, where given, keeps the first
 * attempts of its messages in order (messages without one go out at once); `meta` is whatever `headersFor` needs to
 * sign it (a secret, a subscription's id) and must be plain JSON, because waiting messages survive a restart.
 * `timeoutMs` replaces the policy's where a receiver has its own.
 */
export type WebhookMessage = {
  url: string
  body: string
  label: string
  lane?: string
  meta?: Record<string, string>
  timeoutMs?: number
}

/**
 * How a provider delivers. `headersFor` is asked before each attempt, so a signature with a time in it is fresh;
 * `nowMs` is real time, because receivers check signatures against theirs. `retryDelaysMs` are the waits before the
 * second, third, ... attempt; an empty list means one attempt. `accepts` decides success (default: any 2xx).
 */
export type WebhookPolicy = {
  headersFor: (message: WebhookMessage, nowMs: number) => Record<string, string>
  retryDelaysMs: readonly number[]
  timeoutMs: number
  accepts?: (status: number) => boolean
  /** False where the provider does not try again after this status (null: no answer). Default: always again. */
  retries?: (status: number | null) => boolean
}

/** How a message stood after its first attempt. `waiting`: delayed or held back by a fault. */
export type Delivery =
  | { outcome: 'delivered'; status: number; body: string }
  | { outcome: 'failed'; status: number | null; body: string; error?: string }
  | { outcome: 'waiting' }
  | { outcome: 'lost' }

/** A message not yet delivered, as it is stored: `dueAt` in epoch milliseconds, null when held until the next one. */
export type WaitingWebhook = { message: WebhookMessage; attempt: number; dueAt: number | null }
