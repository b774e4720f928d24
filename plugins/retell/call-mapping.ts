import type { CallReport, CallStatus, CallTransfer } from '@askpro/plugin-sdk'
import { endingOf } from './call-ending.ts'
import { type RetellTurn, turnsOf } from './call-turns.ts'

/** The part of Retell's call object (get-call, webhooks, function calls) that the hub reads. */
export interface RetellCall {
  call_id: string
  direction?: string
  from_number?: string
  to_number?: string
  call_status?: string
  start_timestamp?: number
  end_timestamp?: number
  duration_ms?: number
  disconnection_reason?: string
  /** A number, or the name of a SIP address. */
  transfer_destination?: string | null
  transfer_end_timestamp?: number
  transcript?: string
  transcript_object?: RetellTurn[]
  transcript_with_tool_calls?: RetellTurn[]
  call_analysis?: {
    call_summary?: string
    user_sentiment?: string
    call_successful?: boolean
    in_voicemail?: boolean
    custom_analysis_data?: unknown
  }
  /** In cents of a US dollar, with fractions. */
  call_cost?: { combined_cost?: number; product_costs?: Array<{ product: string; cost: number }> }
}

const STATUSES: ReadonlySet<string> = new Set<CallStatus>([
  'registered',
  'not_connected',
  'ongoing',
  'ended',
  'error',
])
const E164 = /^\+[1-9]\d{4,14}$/

export function asCallReport(call: RetellCall): CallReport {
  return withoutUndefined({
    callId: call.call_id,
    direction: call.direction === 'outbound' ? 'outbound' : 'inbound',
    from: asNumber(call.from_number),
    to: call.to_number ?? '',
    status: asStatus(call.call_status),
    startedAt: call.start_timestamp,
    endedAt: call.end_timestamp,
    durationMs: call.duration_ms,
    disconnectionReason: call.disconnection_reason,
    ending: call.disconnection_reason === undefined ? undefined : endingOf(call.disconnection_reason),
    transfer: transferOf(call),
    transcript: call.transcript,
    turns: turnsOf(call.transcript_with_tool_calls ?? call.transcript_object),
    analysis: call.call_analysis && asAnalysis(call.call_analysis),
    cost: call.call_cost && asCost(call.call_cost),
  })
}

/** The call object tells of a transfer only where the call ended with one. */
function transferOf(call: RetellCall): CallTransfer | undefined {
  const { transfer_destination: to, transfer_end_timestamp: ended, disconnection_reason: reason } = call
  if (ended === undefined && !to && (reason === undefined || endingOf(reason) !== 'transferred'))
    return undefined
  return { state: ended === undefined ? 'bridged' : 'ended', to: to ?? null }
}

/** A withheld number comes as `anonymous`, `restricted`, empty or not at all: it is null, never a text. */
export function asNumber(text: string | undefined): string | null {
  return text !== undefined && E164.test(text) ? text : null
}

/** Open enum: a status of tomorrow counts as ongoing until an end is told. */
function asStatus(text: string | undefined): CallStatus {
  return text !== undefined && STATUSES.has(text) ? (text as CallStatus) : 'ongoing'
}

function asAnalysis(analysis: NonNullable<RetellCall['call_analysis']>): NonNullable<CallReport['analysis']> {
  return withoutUndefined({
    summary: analysis.call_summary,
    sentiment: analysis.user_sentiment,
    successful: analysis.call_successful,
    inVoicemail: analysis.in_voicemail,
    custom: analysis.custom_analysis_data,
  })
}

/** Retell counts in cents; the hub's reports are decimal strings in major units. */
function asCost(cost: NonNullable<RetellCall['call_cost']>): NonNullable<CallReport['cost']> {
  const parts = (cost.product_costs ?? []).map((part) => ({
    product: part.product,
    amount: dollars(part.cost),
  }))
  return { amount: dollars(cost.combined_cost ?? 0), currency: 'USD', parts }
}

/** Shifts the decimal point in the text: dividing by 100 would bring binary fractions into money. */
function dollars(cents: number): string {
  const [whole = '0', fraction = ''] = cents.toFixed(6).split('.')
  const digits = whole.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`.replace(/0+$/, '').replace(/\.$/, '')
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Given<T>
}
