import type { CallFactFields, CallState, Outcome } from '../call.ts'
import type { FunctionAnswer } from '../function-answer.ts'

/** One thing that went wrong in a call, or is worth knowing of it. `data`: names, reasons, counts and spans only. */
export interface Finding {
  code: FindingCode
  data: FindingData
  /** Of the function calls it is about, in order. */
  functionCallIds: string[]
}

export interface FindingData {
  /** Of the function. */
  name?: string
  reason?: string
  count?: number
  /** Milliseconds. */
  longest?: number
  /** In the words of the caller or the agent. */
  words?: string[]
}

export const FINDINGS = [
  'not_connected',
  'provider_failed',
  'silence',
  'voicemail',
  'nothing_asked',
  'function_failed',
  'function_unknown',
  'never_asked_again',
  'slow',
  'hung_up_after_wait',
  'not_understood',
  'service_not_understood',
  'calendar_stale',
  'refused',
  'number_withheld',
  'offered_not_booked',
  'hold_expired',
  'refused_by_calendar',
  'said_booked',
  'said_taken_unasked',
  'provider_disagrees',
] as const
export type FindingCode = (typeof FINDINGS)[number]

/** Those that somebody should look at. */
const TO_REVIEW: ReadonlySet<FindingCode> = new Set([
  'provider_failed',
  'nothing_asked',
  'function_failed',
  'function_unknown',
  'never_asked_again',
  'not_understood',
  'calendar_stale',
  'offered_not_booked',
  'refused_by_calendar',
  'said_booked',
  'said_taken_unasked',
  'provider_disagrees',
])

export const needsReview = ({ code }: Finding): boolean => TO_REVIEW.has(code)

/** All that is stored of a call and counts for what went wrong in it. */
export interface CallStory {
  state: CallState
  outcome: Outcome | null
  facts: CallFactFields
  functions: readonly AskedFunction[]
  appointments: ReadonlyArray<{ status: string; external: ReadonlyArray<{ state: string }> }>
}

export interface AskedFunction {
  id: string
  name: string
  arguments: Readonly<Record<string, unknown>>
  result: FunctionAnswer
  status: string
  duration_ms: number
}
