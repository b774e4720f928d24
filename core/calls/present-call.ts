import type { Call, Review } from './call.ts'
import { placeOf, type SpokenTurn } from './call-timeline.ts'
import type { StoredFunctionCall } from './function-call-repository.ts'

const instant = (at: number | undefined | null): string | null =>
  at === undefined || at === null ? null : new Date(at).toISOString()

/** `customerName`: null where the customer has none. */
export const presentCall = (call: Call, customerName: string | null = null) => ({
  id: call.id,
  location_id: call.locationId,
  provider_call_id: call.providerCallId,
  direction: call.direction,
  from: call.from,
  to: call.to,
  status: call.state,
  created_at: new Date(call.createdAt).toISOString(),
  started_at: instant(call.facts.startedAt),
  ended_at: instant(call.facts.endedAt),
  duration_ms: call.facts.durationMs ?? null,
  disconnection_reason: call.facts.disconnectionReason ?? null,
  ending: call.facts.ending ?? null,
  transfer: call.facts.transfer ?? null,
  outcome: call.outcome,
  analysis: call.facts.analysis ? presentAnalysis(call.facts.analysis) : null,
  cost: call.facts.cost ?? null,
  customer_id: call.customerId,
  customer_name: customerName,
  review: presentReview(call.review),
  version: call.version,
})

const presentAnalysis = (told: NonNullable<Call['facts']['analysis']>) => ({
  summary: told.summary ?? null,
  sentiment: told.sentiment ?? null,
  successful: told.successful ?? null,
  in_voicemail: told.inVoicemail ?? null,
  custom: told.custom ?? null,
})

export const presentReview = (review: Review | null) =>
  review && {
    state: review.state,
    reasons: review.reasons,
    note: review.note,
    by: review.by,
    at: instant(review.at),
  }

export const presentTurn = ({ by, text, startMs, endMs }: SpokenTurn) => ({
  by,
  text,
  start_ms: startMs,
  end_ms: endMs,
})

export function presentFunctionCall(call: StoredFunctionCall, { facts }: Pick<Call, 'facts'>) {
  const { afterTurns, offsetMs } = placeOf(facts, call)
  return {
    id: call.id,
    name: call.name,
    arguments: call.arguments,
    result: call.result,
    status: call.status,
    started_at: call.started_at.toISOString(),
    duration_ms: call.duration_ms,
    after_turns: afterTurns,
    offset_ms: offsetMs,
  }
}
