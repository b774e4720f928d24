import { callCost } from './call-cost.ts'
import type { CallAnalysis, RetellCall, TranscriptEntry } from './retell-call.ts'
import { transcriptText, utterances } from './transcript.ts'

export function connectCall(call: RetellCall, at: number): void {
  call.call_status = 'ongoing'
  call.start_timestamp = at
}

export type CallEnd = {
  at: number
  reason: string
  entries: readonly TranscriptEntry[]
  responseMs?: number[]
}

/** Everything `call_ended` carries: all fields but the analysis. Times are epoch milliseconds. */
export function endCall(call: RetellCall, { at, reason, entries, responseMs = [] }: CallEnd): void {
  const durationMs = at - (call.start_timestamp ?? at)
  const files = `https://files.retell.invalid/${call.call_id}`
  call.call_status = 'ended'
  call.end_timestamp = at
  call.duration_ms = durationMs
  call.disconnection_reason = reason
  call.transcript = transcriptText(entries)
  call.transcript_object = utterances(entries)
  call.transcript_with_tool_calls = [...entries]
  call.recording_url = `${files}/recording.wav`
  call.public_log_url = `${files}/public_log.txt`
  call.collected_dynamic_variables = {}
  call.call_cost = callCost(durationMs)
  call.latency = { e2e: percentiles(responseMs) }
}

/** A call that nobody took: no start, no duration, no cost. */
export function failToConnect(call: RetellCall, reason: string): void {
  call.call_status = 'not_connected'
  call.disconnection_reason = reason
}

export function analyzeCall(call: RetellCall, analysis: Partial<CallAnalysis> = {}): void {
  const connected = call.call_status === 'ended'
  call.call_analysis = {
    call_summary: connected ? 'The call ended.' : 'The call was not connected.',
    in_voicemail: false,
    user_sentiment: connected ? 'Neutral' : 'Unknown',
    call_successful: connected,
    custom_analysis_data: {},
    ...analysis,
  }
}

function percentiles(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
  return {
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    min: sorted[0] ?? 0,
    num: sorted.length,
    values: [...values],
  }
}
