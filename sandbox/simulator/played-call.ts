import type { Delivery } from '../engine/index.ts'
import type { CallEvent } from '../retell/retell-webhooks.ts'

/** `result` is the hub's parsed answer; `http_status` is null when there was none. `ms` is real time. */
export type PlayedFunction = {
  name: string
  tool_call_id: string
  args: Readonly<Record<string, unknown>>
  result: unknown
  http_status: number | null
  ms: number
  error?: string
}

/** `problem` says why the answer to the inbound webhook could not be used. */
export type PlayedInbound = {
  http_status: number | null
  attempts: number
  ms: number
  dynamic_variables: Readonly<Record<string, string>>
  metadata: unknown
  problem?: string
}

/** A call from ringing to analysis, as both ends saw it. `said` is what the agent told the caller. */
export type PlayedCall = {
  call_id: string
  from: string | null
  to: string
  answered: boolean
  inbound: PlayedInbound | null
  functions: PlayedFunction[]
  said: string[]
  transcript: string
  events: { event: CallEvent; outcome: Delivery['outcome'] | 'not_sent' }[]
  duration_ms: number
  disconnection_reason: string
}
