import type { NewUsage } from '../billing/index.ts'
import { type Call, durationOf, isOver } from './call.ts'

/** What a call counts for; nothing while it goes on. One that was never connected costs nobody anything. */
export function metersOf(call: Call | undefined): Pick<NewUsage, 'meter' | 'quantity'>[] {
  if (!call || !isOver(call.state) || call.state === 'not_connected') return []
  const duration = durationOf(call.facts) ?? 0
  if (duration > 0) {
    return [
      { meter: 'calls', quantity: '1' },
      { meter: 'call_seconds', quantity: String(duration / 1_000) },
    ]
  }
  // A failure that nobody can say the length of may never have been a call.
  return call.state === 'error' ? [] : [{ meter: 'calls', quantity: '1' }]
}

/** What `after` counts for that `before` did not: each meter is recorded once in the life of a call. */
export function newMeters(before: Call | undefined, after: Call): Pick<NewUsage, 'meter' | 'quantity'>[] {
  const recorded = new Set(metersOf(before).map(({ meter }) => meter))
  return metersOf(after).filter(({ meter }) => !recorded.has(meter))
}
