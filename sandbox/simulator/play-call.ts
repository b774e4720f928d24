import { randomBytes } from 'node:crypto'
import { analyzeCall, connectCall, endCall } from '../retell/call-lifecycle.ts'
import { agentFields } from '../retell/create-call-routes.ts'
import { newId } from '../retell/new-id.ts'
import type { CallAnalysis, PhoneCall } from '../retell/retell-call.ts'
import { frontDeskAgentId } from '../retell/retell-state.ts'
import type { RetellAccess } from '../retell/retell-webhooks.ts'
import { transcriptText } from '../retell/transcript.ts'
import { askInbound, type InboundAnswer } from './ask-inbound.ts'
import { CallRecord } from './call-record.ts'
import { CallReporter } from './call-reporter.ts'
import { type CallScript, Conversation } from './conversation.ts'
import { type Hub, type HubAddresses, hubAddresses } from './hub-addresses.ts'
import { record as fieldsOf } from './hub-answer.ts'
import { type Pace, pacemaker } from './keep-pace.ts'
import type { PlayedCall } from './played-call.ts'

export type PlayCall = {
  retell: RetellAccess
  /** Left out: the addresses configured at the provider (number, agent, the LLM's tools). */
  hub?: Hub | undefined
  /** E.164, or null when the caller withholds the number. */
  from: string | null
  to: string
  script: CallScript
  /** What the provider's analysis will say the call was about. */
  summary?: string
  /** Epoch milliseconds at which the scripted clock starts; the provider's now by default. */
  startAt?: number | undefined
  /** The provider's id of the call; a new one by default. */
  callId?: string | undefined
  /** Left out: as fast as the hub answers. */
  pace?: Pace | undefined
}

/** How the provider names a number it was not told. */
const withheldNumber = 'anonymous'

/** Plays one inbound call against a hub as the provider would, from the inbound webhook to the analysis. */
export async function playCall(options: PlayCall): Promise<PlayedCall> {
  const { retell, hub, to } = options
  const number = retell.state.phone_numbers.find(({ phone_number }) => phone_number === to)
  const boundAgentId = number ? number.inbound_agents?.[0]?.agent_id : frontDeskAgentId
  const { callId = newId('call') } = options
  const addresses = hubAddresses(retell.state, { hub, number, agentId: boundAgentId ?? frontDeskAgentId })
  const inbound = await ring(options, { callId, url: addresses.inbound, agentId: boundAgentId })
  const agentId = inbound?.overrideAgentId ?? boundAgentId
  if (agentId === undefined) return dropped(options, callId, inbound)
  const call = newCall(options, { callId, agentId, inbound })
  retell.state.calls.push(call)
  return playConnected(options, { call, addresses, inbound })
}

type Ringing = { callId: string; url: string | undefined; agentId: string | undefined }

/** Before anybody answers: the hub may say who takes the call. Undefined where no inbound webhook is set up. */
async function ring(
  { retell, from, to }: PlayCall,
  { callId, url, agentId }: Ringing,
): Promise<InboundAnswer | undefined> {
  if (url === undefined) return undefined
  return askInbound(retell, url, {
    call_id: callId,
    ...(agentId !== undefined && { agent_id: agentId }),
    from_number: from ?? withheldNumber,
    to_number: to,
  })
}

type Connected = { call: PhoneCall; addresses: HubAddresses; inbound: InboundAnswer | undefined }

async function playConnected(
  options: PlayCall,
  { call, addresses, inbound }: Connected,
): Promise<PlayedCall> {
  const { retell, from, to, script, pace, startAt = retell.now() } = options
  const record = new CallRecord(pace?.speed)
  const keepPace = pace ? pacemaker(record, pace) : undefined
  const conversation = new Conversation({ access: retell, addresses, call, record }, keepPace)
  const reporter = new CallReporter(retell, call, addresses.events)
  connectCall(call, startAt)
  await reporter.started()
  let reason = 'error_unknown'
  try {
    await script(conversation)
    await keepPace?.()
    reason = conversation.disconnectionReason
  } finally {
    const responseMs = conversation.functions.map(({ ms }) => ms)
    endCall(call, { at: startAt + record.elapsedMs, reason, entries: record.entries, responseMs })
    await reporter.ended()
    analyzeCall(call, analysisOf(conversation, options.summary))
    await reporter.analyzed()
  }
  return {
    call_id: call.call_id,
    from,
    to,
    answered: true,
    inbound: inbound?.played ?? null,
    functions: conversation.functions,
    said: conversation.said,
    transcript: transcriptText(record.entries),
    events: reporter.events,
    duration_ms: record.elapsedMs,
    disconnection_reason: reason,
  }
}

const successes = ['booked', 'rescheduled', 'cancelled', 'noted']

/** The provider's model judges by what was said; here it is judged by what the hub answered. */
function analysisOf({ functions }: Conversation, summary: string | undefined): Partial<CallAnalysis> {
  const successful = functions.some(({ result }) => successes.includes(String(fieldsOf(result).status)))
  return {
    call_successful: successful,
    user_sentiment: successful ? 'Positive' : 'Neutral',
    ...(summary !== undefined && { call_summary: summary }),
  }
}

type NewCall = { callId: string; agentId: string; inbound: InboundAnswer | undefined }

function newCall({ retell, from, to }: PlayCall, { callId, agentId, inbound }: NewCall): PhoneCall {
  const agent = retell.state.agents.find(({ agent_id }) => agent_id === agentId)
  const { metadata, dynamic_variables: variables = {} } = inbound?.played ?? {}
  return {
    call_type: 'phone_call',
    call_id: callId,
    ...(agent ? agentFields(agent) : { agent_id: agentId, agent_version: 0 }),
    call_status: 'registered',
    direction: 'inbound',
    from_number: from ?? withheldNumber,
    to_number: to,
    telephony_identifier: { twilio_call_sid: `CA${randomBytes(16).toString('hex')}` },
    ...(metadata !== undefined && metadata !== null && { metadata }),
    ...(Object.keys(variables).length > 0 && { retell_llm_dynamic_variables: { ...variables } }),
    opt_in_signed_url: false,
  }
}

/** A number without an agent, and nobody who names one: the caller hears the line go dead. */
function dropped({ from, to }: PlayCall, callId: string, inbound: InboundAnswer | undefined): PlayedCall {
  return {
    call_id: callId,
    from,
    to,
    answered: false,
    inbound: inbound?.played ?? null,
    functions: [],
    said: [],
    transcript: '',
    events: [],
    duration_ms: 0,
    disconnection_reason: 'no_agent',
  }
}
