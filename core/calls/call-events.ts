import type { NewEvent } from '../platform/events/event.ts'
import { type Call, isBelow, isOver } from './call.ts'
import type { CallSession } from './call-session.ts'

/** What a report brought about that others may want to know; nothing for one that told nothing new. */
export function callEvents(before: Call | undefined, after: Call, at: number): NewEvent[] {
  const payload = { state: after.state, outcome: after.outcome, duration_ms: after.facts.durationMs ?? null }
  const { id, tenantId, version } = after
  return typesOf(before, after).map((type) => ({
    tenantId,
    aggregate: 'call',
    aggregateId: id,
    version,
    type,
    payload,
    occurredAt: at,
  }))
}

function typesOf(before: Call | undefined, after: Call): string[] {
  const reached = (rank: Call['rank']) =>
    !isBelow(after.rank, rank) && (before === undefined || isBelow(before.rank, rank))
  const types: string[] = []
  // A start that is told after the end is no news any more.
  if (reached('started') && !isOver(after.state)) types.push('call.started')
  if (isOver(after.state) && !(before && isOver(before.state))) types.push('call.ended')
  if (reached('analysed')) types.push('call.analysed')
  return types
}

/** A question that was answered in mid-call. Names that models make up are told as `unknown`. */
export const functionEvent = (
  { tenantId, callId, callVersion, now }: Pick<CallSession, 'tenantId' | 'callId' | 'callVersion' | 'now'>,
  { name, status, durationMs }: { name: string; status: string; durationMs: number },
): NewEvent => ({
  tenantId,
  aggregate: 'call',
  aggregateId: callId,
  version: callVersion,
  type: 'call.function_called',
  payload: { function: status === 'unknown_function' ? 'unknown' : name, status, duration_ms: durationMs },
  occurredAt: now,
})

/** Somebody has looked at a call, or wants somebody to. */
export const reviewEvent = ({ tenantId, id, version, review }: Call, at: number): NewEvent => ({
  tenantId,
  aggregate: 'call',
  aggregateId: id,
  version,
  type: review?.state === 'settled' ? 'call.review_settled' : 'call.review_opened',
  payload: { reasons: review?.reasons ?? [] },
  occurredAt: at,
})
