import type { RetellCall } from './retell-call.ts'
import { salonNumbers } from './salon-numbers.ts'

/** An agent as the API shows it: what the client sent, and what the provider adds. */
export type Agent = {
  agent_id: string
  version: number
  is_published: boolean
  last_modification_timestamp: number
  voice_id: string
  agent_name?: string | null
  webhook_url?: string | null
  webhook_events?: string[] | null
  webhook_timeout_ms?: number
  [setting: string]: unknown
}

export type RetellLlm = {
  llm_id: string
  version: number
  is_published: boolean
  last_modification_timestamp: number
  [setting: string]: unknown
}

export type WeightedAgent = { agent_id: string; weight: number; agent_version?: number }

export type PhoneNumber = {
  phone_number: string
  phone_number_type: 'custom' | 'retell-twilio' | 'retell-telnyx'
  last_modification_timestamp: number
  inbound_agents: WeightedAgent[] | null
  outbound_agents: WeightedAgent[] | null
  inbound_webhook_url: string | null
  [setting: string]: unknown
}

/** What becomes of the calls the stand-in is asked to make; `silent` leaves them registered for ever. */
export const outboundOutcomes = [
  'answered',
  'stays_open',
  'dial_no_answer',
  'dial_busy',
  'dial_failed',
  'silent',
] as const
export type OutboundOutcome = (typeof outboundOutcomes)[number]

export type RetellState = {
  /** Each in its newest version. */
  agents: Agent[]
  /** The versions before; left out while there are none. */
  older_versions?: Agent[]
  llms: RetellLlm[]
  phone_numbers: PhoneNumber[]
  calls: RetellCall[]
  /** Where events go when the agent has no `webhook_url` of its own. */
  account: { webhook_url: string | null; concurrency_limit: number }
  outbound: { outcome: OutboundOutcome; duration_seconds: number }
}

export const frontDeskAgentId = 'agent_5a4d10c0ffee5a4d10c0ffee00'
const frontDeskLlmId = 'llm_5a4d10c0ffee5a4d10c0ffee00'

/** An account that an operator has prepared: one agent that answers the salon's two numbers. No webhooks are set. */
export function initialRetellState(now: number): RetellState {
  const stamp = { version: 0, is_published: true, last_modification_timestamp: now }
  const agents = [{ agent_id: frontDeskAgentId, weight: 1 }]
  return {
    llms: [
      { llm_id: frontDeskLlmId, ...stamp, general_prompt: 'You are the front desk.', general_tools: [] },
    ],
    agents: [
      {
        agent_id: frontDeskAgentId,
        ...stamp,
        agent_name: 'Front desk',
        response_engine: { type: 'retell-llm', llm_id: frontDeskLlmId },
        voice_id: '11labs-Adrian',
        language: 'de-DE',
      },
    ],
    phone_numbers: Object.entries(salonNumbers).map(([nickname, number]) => ({
      phone_number: number,
      phone_number_type: 'custom' as const,
      last_modification_timestamp: now,
      nickname,
      inbound_agents: agents,
      outbound_agents: agents,
      inbound_webhook_url: null,
    })),
    calls: [],
    account: { webhook_url: null, concurrency_limit: 20 },
    outbound: { outcome: 'answered', duration_seconds: 30 },
  }
}
