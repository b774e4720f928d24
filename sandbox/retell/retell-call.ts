export type Word = { word: string; start: number; end: number }

/** Word times are seconds from the start of the call. */
export type Utterance = { role: 'agent' | 'user'; content: string; words: Word[] }

export type TranscriptEntry =
  | Utterance
  | { role: 'tool_call_invocation'; tool_call_id: string; name: string; arguments: string }
  | { role: 'tool_call_result'; tool_call_id: string; content: string; successful: boolean }

/** Costs in US cents, unit prices in cents per second. */
export type CallCost = {
  combined_cost: number
  product_costs: { product: string; cost: number; unit_price: number }[]
  total_duration_seconds: number
  total_duration_unit_price: number
}

export type Percentiles = {
  p50: number
  p90: number
  p95: number
  p99: number
  max: number
  min: number
  num: number
  values: number[]
}

export type CallAnalysis = {
  call_summary: string
  in_voicemail: boolean
  user_sentiment: 'Negative' | 'Positive' | 'Neutral' | 'Unknown'
  call_successful: boolean
  custom_analysis_data: Record<string, unknown>
}

export type CallStatus = 'registered' | 'not_connected' | 'ongoing' | 'ended' | 'error'

type AnyCall = {
  call_id: string
  agent_id: string
  agent_name?: string
  agent_version: number
  call_status: CallStatus
  metadata?: unknown
  retell_llm_dynamic_variables?: Record<string, string>
  start_timestamp?: number
  opt_in_signed_url: boolean
  end_timestamp?: number
  duration_ms?: number
  disconnection_reason?: string
  transcript?: string
  transcript_object?: Utterance[]
  transcript_with_tool_calls?: TranscriptEntry[]
  recording_url?: string
  public_log_url?: string
  collected_dynamic_variables?: Record<string, string>
  call_cost?: CallCost
  latency?: { e2e: Percentiles }
  call_analysis?: CallAnalysis
  data_storage_setting?: string
  custom_attributes?: Record<string, unknown>
}

export type PhoneCall = { call_type: 'phone_call' } & AnyCall & {
    direction: 'inbound' | 'outbound'
    /** E.164, or `anonymous` when the caller withholds the number. */
    from_number: string
    to_number: string
    telephony_identifier?: { twilio_call_sid: string }
  }

export type WebCall = { call_type: 'web_call'; access_token: string } & AnyCall

/** A call as the provider's API and webhooks show it; timestamps are epoch milliseconds. */
export type RetellCall = PhoneCall | WebCall
