import { createHmac, randomUUID } from 'node:crypto'
import type { ApiReply } from './api.ts'

export interface LineOptions {
  /** The hub's address and the telephony connection there. */
  baseUrl: string
  connectionId: string
  /** Signs as the provider does. */
  apiKey: string
  /** E.164. */
  to: string
  from: string
  /** Milliseconds until the line gives up on an answer; for ever by default. */
  within?: number
}

/** One call as the telephony provider reports it, sent step by step, so that a test can break it between any two. */
export class PhoneLine {
  readonly callId = `call_${randomUUID().replaceAll('-', '')}`
  readonly #options: LineOptions
  readonly #startedAt = Date.now()

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** The agent calls a function in the middle of the call. */
  function(name: string, args: object = {}): Promise<ApiReply> {
    return this.post('function', JSON.stringify({ name, args, call: this.#call('ongoing') }))
  }

  /** The provider tells what became of the call, 61 s after its start. */
  event(event: 'call_started' | 'call_ended' | 'call_analyzed'): Promise<ApiReply> {
    return this.post('events', this.eventBody(event))
  }

  eventBody(event: 'call_started' | 'call_ended' | 'call_analyzed'): string {
    const call = event === 'call_started' ? this.#call('ongoing') : this.#over()
    return JSON.stringify({ event, call })
  }

  /** Exactly these bytes, signed now. */
  async post(hook: string, body: string): Promise<ApiReply> {
    const { baseUrl, connectionId, apiKey, within } = this.#options
    const at = Date.now()
    const digest = createHmac('sha256', apiKey).update(`${body}${at}`).digest('hex')
    const response = await fetch(`${baseUrl}/hooks/${connectionId}/${hook}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-retell-signature': `v=${at},d=${digest}` },
      body,
      ...(within ? { signal: AbortSignal.timeout(within) } : {}),
    })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }

  #call(call_status: string) {
    const { from: from_number, to: to_number } = this.#options
    const start_timestamp = this.#startedAt
    return {
      call_type: 'phone_call',
      call_id: this.callId,
      call_status,
      direction: 'inbound',
      from_number,
      to_number,
      start_timestamp,
    }
  }

  #over() {
    const duration_ms = 61_000
    return {
      ...this.#call('ended'),
      end_timestamp: this.#startedAt + duration_ms,
      duration_ms,
      disconnection_reason: 'user_hangup',
      call_cost: { combined_cost: 12.5 },
    }
  }
}
