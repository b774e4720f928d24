import type { PluginContext } from './context.ts'
import type { RawRequest } from './raw-request.ts'
import type { AgentProvisioner } from './voice-agent.ts'

/**
 * How far a call has come.
 *
 * @example
 * const status: CallStatus = 'ended'
 */
export type CallStatus = 'registered' | 'not_connected' | 'ongoing' | 'ended' | 'error'

/**
 * Why a call ended, in words that all providers share. `no_capacity`: the account takes no more calls (too many at once,
 * unpaid). `refused`: taken for spam or fraud. `other`: a reason that the plugin does not know yet.
 *
 * @example
 * const ending: CallEnding = 'caller_hung_up'
 */
export type CallEnding =
  | 'caller_hung_up'
  | 'agent_hung_up'
  | 'transferred'
  | 'voicemail'
  | 'silence'
  | 'too_long'
  | 'stopped'
  | 'not_reached'
  | 'refused'
  | 'no_capacity'
  | 'failed'
  | 'other'

/**
 * A caller who is put through to a person. The states follow each other, however late each is told.
 *
 * @example
 * const transfer: CallTransfer = { state: 'bridged', to: '+493023125009' }
 */
export interface CallTransfer {
  state: 'started' | 'cancelled' | 'bridged' | 'ended'
  /** E.164, or whatever else was dialled; null where the provider does not say. */
  to: string | null
}

/**
 * What was said, or the place in the conversation at which a function was called. Times are milliseconds from the start
 * of the call, left out where the provider does not tell them.
 *
 * @example
 * const turn: CallTurn = { by: 'caller', text: 'Morgen um halb drei, bitte.', startMs: 4_200, endMs: 6_100 }
 */
export type CallTurn =
  | { by: 'agent' | 'caller'; text: string; startMs?: number; endMs?: number }
  | { by: 'function'; toolCallId: string }

/**
 * One call as the provider tells it; what is unknown is left out.
 *
 * @example
 * const call: CallReport = {
 *   callId: 'call_81',
 *   direction: 'inbound',
 *   from: null,
 *   to: '+493023125001',
 *   status: 'ended',
 *   startedAt: 1_796_117_400_000,
 *   endedAt: 1_796_117_462_000,
 *   durationMs: 62_000,
 * }
 */
export interface CallReport {
  /** The provider's id. */
  callId: string
  direction: 'inbound' | 'outbound'
  /** E.164; null when the number is withheld. */
  from: string | null
  /** E.164 as dialled. */
  to: string
  status: CallStatus
  /** Epoch milliseconds. */
  startedAt?: number
  endedAt?: number
  durationMs?: number
  /** The provider's own word, kept verbatim. */
  disconnectionReason?: string
  ending?: CallEnding
  transfer?: CallTransfer
  transcript?: string
  /** The conversation so far, in order. */
  turns?: CallTurn[]
  /** What the provider thinks of the call; stands beside the hub's own records, never above them. */
  analysis?: {
    summary?: string
    sentiment?: string
    successful?: boolean
    inVoicemail?: boolean
    custom?: unknown
  }
  /** What the provider charges: decimal string in major units. */
  cost?: { amount: string; currency: string; parts: Array<{ product: string; amount: string }> }
}

/**
 * A call that is coming in.
 *
 * @example
 * const inbound: InboundCall = { callId: 'call_81', from: '+491713920011', to: '+493023125001' }
 */
export interface InboundCall {
  callId: string
  from: string | null
  to: string
}

/**
 * What the agent is told before it picks up. All values are strings.
 *
 * @example
 * const routing: CallRouting = { variables: { caller_name: 'Lena' }, metadata: { tenant: 't_1' } }
 */
export interface CallRouting {
  variables: Record<string, string>
  metadata: Record<string, string>
}

/**
 * The agent asks the hub for something in the middle of a call.
 *
 * @example
 * const work = async ({ name, args }: FunctionCall) => `${name} with ${Object.keys(args).join()}`
 */
export interface FunctionCall {
  call: CallReport
  /** The provider's id of this one function call, if it gives one. */
  toolCallId?: string
  name: string
  args: Record<string, unknown>
}

/**
 * How a voice agent speaks. What comes with a call is read from the signed envelope, never from arguments.
 *
 * @example
 * const telephony: TelephonyProvider = {
 *   async readInbound({ body }) {
 *     const { type, call } = JSON.parse(new TextDecoder().decode(body))
 *     return type === 'inbound' ? { callId: call.id, from: call.from ?? null, to: call.to } : null
 *   },
 *   writeInbound: async ({ variables }) => ({ variables }),
 *   readFunctionCall: async () => null,
 *   getCall: async () => null,
 * }
 */
export interface TelephonyProvider {
  /** Null for a body that is not an inbound call. */
  readInbound(request: RawRequest): Promise<InboundCall | null>
  writeInbound(routing: CallRouting): Promise<unknown>
  /** Null for a body that is not a function call. */
  readFunctionCall(request: RawRequest): Promise<FunctionCall | null>
  /** Repairs a call whose end was never told. Null when the provider does not know it. */
  getCall(ctx: PluginContext, callId: string): Promise<CallReport | null>
  /**
   * Takes away all that the provider keeps of a call (recording, transcript, logs), once the hub has forgotten what was
   * said in it. Done also when it is gone already. Left out where the provider cannot.
   */
  deleteCall?(ctx: PluginContext, callId: string): Promise<void>
  /** Where the provider lets agents be made over its API. */
  agents?: AgentProvisioner
}
