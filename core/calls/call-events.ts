import type { NewEvent } from '../platform/events/event.ts'
import { type Call, isBelow, isOver } from './call.ts'

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
